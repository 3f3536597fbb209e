import Glibc
package import PolicyLearning
import SeededRandom

/// A pole hinged on a cart, to be kept up by pushes to the left or the right.
///
/// Barto, Sutton, Anderson, "Neuronlike adaptive elements that can solve difficult learning control
/// problems", IEEE SMC 13 (1983) 834; constants, limits and the Euler step of 20 ms as in
/// Gymnasium's CartPole-v1: 1 for every step, ended by a fall, cut off after 500 steps.
package struct CartPole: Environment {
  package let observationSize = 4
  package let actionSpace = ActionSpace.discrete(2)

  private var generator: SplitMix64
  private var x = 0.0
  private var speed = 0.0
  private var angle = 0.0
  private var turn = 0.0
  private var steps = 0

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  package mutating func reset(into view: EnvironmentView) {
    x = draw()
    speed = draw()
    angle = draw()
    turn = draw()
    steps = 0
    describe(into: view)
  }

  private mutating func draw() -> Double { (generator.nextUnit() - 0.5) * 0.1 }

  package mutating func step(
    _ action: UnsafePointer<Float>, into view: EnvironmentView
  ) -> Transition {
    let force = action[0] == 1 ? 10.0 : -10.0
    let (poleMass, totalMass, halfLength) = (0.1, 1.1, 0.5)
    let (sine, cosine) = (sin(angle), cos(angle))
    let push = (force + poleMass * halfLength * turn * turn * sine) / totalMass
    let turnRate =
      (9.8 * sine - cosine * push)
      / (halfLength * (4.0 / 3 - poleMass * cosine * cosine / totalMass))
    let rate = push - poleMass * halfLength * turnRate * cosine / totalMass
    x += 0.02 * speed
    speed += 0.02 * rate
    angle += 0.02 * turn
    turn += 0.02 * turnRate
    steps += 1
    describe(into: view)
    let hasFallen = abs(x) > 2.4 || abs(angle) > 12 * .pi / 180
    return Transition(
      reward: 1, end: hasFallen ? .terminated : steps >= 500 ? .truncated : nil)
  }

  package func describe(into view: EnvironmentView) {
    for (index, value) in [x, speed, angle, turn].enumerated() {
      view.observation[index] = Float(value)
    }
    view.mask[0] = 1
    view.mask[1] = 1
  }

  package func save(into writer: inout StateWriter) {
    writer.write(generator.state)
    writer.write([x, speed, angle, turn])
    writer.write(steps)
  }

  package mutating func restore(from reader: inout StateReader) throws(StateError) {
    generator = SplitMix64(seed: try reader.readWord())
    let values = try reader.readDoubles(count: 4)
    (x, speed, angle, turn) = (values[0], values[1], values[2], values[3])
    steps = try reader.readInt(in: 0...500)
  }
}

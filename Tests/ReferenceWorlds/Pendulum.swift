import Glibc
package import PolicyLearning
import SeededRandom

/// A pendulum to be swung up and held by a torque too weak to lift it at once.
///
/// Dynamics, reward and limits as in Gymnasium's Pendulum-v1: -(angle² + 0.1 speed² + 0.001
/// torque²) a step, cut off after 200 steps; the torque is within ±2.
package struct Pendulum: Environment {
  package let observationSize = 3
  package let actionSpace = ActionSpace.continuous(size: 1, bounds: -2...2)

  private var generator: SplitMix64
  private var angle = 0.0
  private var speed = 0.0
  private var steps = 0

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  package mutating func reset(into view: EnvironmentView) {
    angle = (generator.nextUnit() * 2 - 1) * .pi
    speed = generator.nextUnit() * 2 - 1
    steps = 0
    describe(into: view)
  }

  package mutating func step(
    _ action: UnsafePointer<Float>, into view: EnvironmentView
  ) -> Transition {
    let torque = Double(min(max(action[0], -2), 2))
    let upright = remainder(angle, 2 * .pi)
    let cost = upright * upright + 0.1 * speed * speed + 0.001 * torque * torque
    speed = min(max(speed + (15 * sin(angle) + 3 * torque) * 0.05, -8), 8)
    angle += speed * 0.05
    steps += 1
    describe(into: view)
    return Transition(reward: Float(-cost), end: steps >= 200 ? .truncated : nil)
  }

  package func describe(into view: EnvironmentView) {
    view.observation[0] = Float(cos(angle))
    view.observation[1] = Float(sin(angle))
    view.observation[2] = Float(speed)
  }

  package func save(into writer: inout StateWriter) {
    writer.write(generator.state)
    writer.write([angle, speed])
    writer.write(steps)
  }

  package mutating func restore(from reader: inout StateReader) throws(StateError) {
    generator = SplitMix64(seed: try reader.readWord())
    let values = try reader.readDoubles(count: 2)
    (angle, speed) = (values[0], values[1])
    steps = try reader.readInt(in: 0...200)
  }
}

import BenchmarkReport
import Foundation
import PolicyKernels
import PolicyLearning

/// The update beside its matrix products alone: what no program on this library can beat.
struct LimitSection {
  let rounds: Int

  func run() throws {
    Report.line("Update beside its matrix products alone, seconds, medians of \(rounds)")
    var rows: [[String]] = []
    for loop in [
      Loop(hidden: 64, batch: 64), Loop(hidden: 64, batch: 2048), Loop(hidden: 256, batch: 64),
      Loop(hidden: 256, batch: 512),
    ] {
      let update = Spread(try loop.measure(rounds).map(\.learningSeconds)).median
      let limit = Spread((0..<rounds).map { _ in products(loop) }).median
      rows.append([
        loop.name, String(format: "%.4f", update), String(format: "%.4f", limit),
        String(format: "%.3f", limit / update),
      ])
    }
    Report.table(["loop", "update", "products", "part"], rows)
  }

  /// Seconds of the products of ten passes over a rollout, forwards and backwards, both networks.
  private func products(_ loop: Loop) -> Double {
    let (rows, width) = (loop.batch, max(loop.hidden, 64))
    let count = rows * width
    let buffers = (0..<4).map { _ in
      UnsafeMutablePointer<Float>.allocate(capacity: max(count, width * width))
    }
    for buffer in buffers { buffer.initialize(repeating: 0.01, count: max(count, width * width)) }
    defer { for buffer in buffers { buffer.deallocate() } }
    let batches = loop.environments * loop.length * 10 / loop.batch
    let (seconds, _) = timed {
      for _ in 0..<batches {
        for outputs in [SizesOfBlend.outputs, 1] {
          passes([SizesOfBlend.inputs, loop.hidden, loop.hidden, outputs], rows, buffers)
        }
      }
    }
    return seconds
  }

  /// Forwards and backwards through one network.
  private func passes(
    _ sizes: [Int], _ rows: Int, _ buffers: [UnsafeMutablePointer<Float>]
  ) {
    for layer in 0..<3 {
      policy_multiply(
        buffers[0], sizes[layer], buffers[1], sizes[layer + 1], buffers[2], sizes[layer + 1], rows,
        sizes[layer + 1], sizes[layer])
    }
    for layer in (0..<3).reversed() {
      policy_multiply_left_transposed(
        buffers[0], sizes[layer], buffers[2], sizes[layer + 1], buffers[3], sizes[layer + 1],
        sizes[layer], sizes[layer + 1], rows)
      guard layer > 0 else { continue }
      policy_multiply_right_transposed(
        buffers[2], sizes[layer + 1], buffers[1], sizes[layer + 1], buffers[0], sizes[layer], rows,
        sizes[layer], sizes[layer + 1])
    }
  }

  private enum SizesOfBlend {
    static let inputs = 64
    static let outputs = 40
  }
}

/// The same loop on one thread and on two.
struct ThreadSection {
  let rounds: Int

  func run() throws {
    Report.line("One thread beside two, environment steps a second, medians of \(rounds)")
    var rows: [[String]] = []
    for hidden in [64, 256] {
      let speeds = try [1, 2].map { threads in
        let loop = Loop(
          hidden: hidden, batch: 4096, environments: 64, length: 256, threads: threads)
        return Spread(try loop.measure(rounds).map(\.stepsPerSecond)).median
      }
      rows.append([
        "\(hidden)x\(hidden), 64x256, batch 4096", String(format: "%.0f", speeds[0]),
        String(format: "%.0f", speeds[1]), String(format: "%.2f", speeds[1] / speeds[0]),
      ])
    }
    Report.table(["loop", "one", "two", "ratio"], rows)
  }
}

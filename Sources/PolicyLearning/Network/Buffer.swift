/// Numbers at a fixed address, at the start of a cache line, all 0 at first.
final class Buffer<Element: Numeric & BitwiseCopyable> {
  let count: Int
  let start: UnsafeMutablePointer<Element>

  init(count: Int) {
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: 64)
    start = bytes.initializeMemory(as: Element.self, repeating: 0, count: max(1, count))
  }

  deinit { start.deallocate() }

  /// A copy of all values.
  var values: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// - Precondition: there are `count` of them.
  func fill(with values: [Element]) {
    precondition(values.count == count, "\(values.count) values for \(count) places")
    for index in 0..<count { start[index] = values[index] }
  }

  func clear() { start.update(repeating: 0, count: count) }
}

typealias FloatBuffer = Buffer<Float>

extension Int {
  /// The next multiple of sixteen, the floats of a cache line.
  var roundedUpToLine: Int { (self + 15) & ~15 }
}

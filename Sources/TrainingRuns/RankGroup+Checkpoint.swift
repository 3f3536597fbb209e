import CheckpointArchive
import PolicyLearning

extension RankGroup {
  /// On every rank, what the first one reads: the others may have no such disk.
  ///
  /// - Throws: on the first rank, what `read` throws; the others wait then for its end.
  func shared(_ read: () throws -> Checkpoint?) throws -> Checkpoint? {
    guard count > 1 else { return try read() }
    let own = rank == 0 ? try read().map { try CheckpointFormat.encode($0) } ?? [] : []
    let bytes = gather(own)[0]
    return bytes.isEmpty ? nil : try CheckpointFormat.decode(bytes)
  }
}

extension Sequence<String> {
  /// The element with the smallest edit distance to `name`, if it is near enough to be meant.
  ///
  /// Near enough is at most a third of the longer name's characters, at least 1. Ties go to the
  /// first in alphabetical order.
  package func nearest(to name: String) -> String? {
    let wanted = Array(name.lowercased())
    var best: (distance: Int, name: String)?
    for candidate in self.sorted() {
      let letters = Array(candidate.lowercased())
      let distance = editDistance(wanted, letters)
      guard distance <= Swift.max(1, Swift.max(wanted.count, letters.count) / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best?.name
  }
}

/// Levenshtein's distance: insertions, deletions and substitutions cost 1.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var row = Array(0...right.count)
  for (leftIndex, leftLetter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = leftIndex + 1
    for (rightIndex, rightLetter) in right.enumerated() {
      let substitution = diagonal + (leftLetter == rightLetter ? 0 : 1)
      diagonal = row[rightIndex + 1]
      row[rightIndex + 1] = Swift.min(substitution, row[rightIndex] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}

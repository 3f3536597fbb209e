import Perfumery

/// One member's reading on its way into the consensus.
struct Ballot {
  var name: String

  /// Above 0.
  var weight: Double
  var brief: Brief
  var isRules: Bool
}

/// The weighted vote on one value.
///
/// Who states the value votes for it with weight × confidence. Who has nothing to say about it
/// votes against it, but less: silence is weak evidence, and a little stronger for the rules, which
/// see every word they know. Who states the contrary votes against it with full confidence.
///
///     carried   for > against, or as much with the rules among the supporters
///     share     for / (for + against)
struct Tally {
  private(set) var members: [String] = []
  private(set) var inFavour = 0.0
  private(set) var against = 0.0
  private var doubt = 1.0
  private var weightedSum = 0.0
  private var haveRules = false

  static let rulesSilence = 0.35
  static let modelSilence = 0.3

  mutating func support(_ ballot: Ballot, confidence: Double, value: Double = 1) {
    members.append(ballot.name)
    let vote = ballot.weight * confidence
    inFavour += vote
    weightedSum += vote * value
    // Supporters that err independently are all wrong with the product of their doubts.
    doubt *= 1 - confidence * min(1, ballot.weight)
    haveRules = haveRules || ballot.isRules
  }

  mutating func silence(_ ballot: Ballot) {
    against += ballot.weight * (ballot.isRules ? Self.rulesSilence : Self.modelSilence)
  }

  mutating func oppose(_ ballot: Ballot, confidence: Double) {
    against += ballot.weight * confidence
  }

  var isCarried: Bool { inFavour > against || (haveRules && inFavour >= against && inFavour > 0) }
  var share: Double { inFavour > 0 ? inFavour / (inFavour + against) : 0 }

  /// Mean of the supporters' values by their votes.
  var value: Double { inFavour > 0 ? weightedSum / inFavour : 0 }

  /// Disagreement lowers it, independent agreement raises it; 0...1.
  var confidence: Double { share * (1 - doubt) }
}

/// Generalised advantage estimation: Schulman et al. 2016, arXiv 1506.02438, equations 11 to 16.
///
/// A terminated episode's last state is worth 0; one that was cut off is worth what the value
/// network says of its last state (Pardo et al. 2018, arXiv 1712.00378).
enum AdvantageEstimate {
  /// Fills the columns `advantage` and `target` from scaled rewards, values and ends.
  static func fill(_ table: SampleTable, discount: Double, traceDecay: Double) {
    let (gamma, decay) = (Float(discount), Float(discount * traceDecay))
    let count = table.environmentCount
    for environment in 0..<count {
      var advantage: Float = 0
      var nextValue = table.cell(.value, table.count + environment).pointee
      for step in (0..<table.length).reversed() {
        let row = step * count + environment
        let value = table.cell(.value, row).pointee
        if table.ends.start[row] != 0 {
          advantage = 0
          nextValue = table.cutValues.start[row]
        }
        let surprise = table.rewards.start[row] + gamma * nextValue - value
        advantage = surprise + decay * advantage
        table.cell(.advantage, row).pointee = advantage
        table.cell(.target, row).pointee = advantage + value
        nextValue = value
      }
    }
  }

  /// 1 − variance of (target − value) / variance of targets; nil when they do not vary.
  static func explainedVariance(_ table: SampleTable, over ranks: any RankGroup) -> Double? {
    var means = [0.0, 0]
    for row in 0..<table.count {
      means[0] += Double(table.cell(.target, row).pointee)
      means[1] += Double(table.cell(.advantage, row).pointee)
    }
    ranks.sum(&means)
    for index in means.indices { means[index] /= Double(table.count * ranks.count) }
    var variances = [0.0, 0]
    for row in 0..<table.count {
      let distance = Double(table.cell(.target, row).pointee) - means[0]
      let error = Double(table.cell(.advantage, row).pointee) - means[1]
      variances[0] += distance * distance
      variances[1] += error * error
    }
    ranks.sum(&variances)
    return variances[0] > 0 ? 1 - variances[1] / variances[0] : nil
  }
}

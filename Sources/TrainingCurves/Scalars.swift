import PolicyLearning

/// The scalars of an update by the tags that Stable-Baselines3 gives them, then ours.
///
/// Stable-Baselines3 writes `train/…` one update late and never the last; here each stands at the
/// step of the rollout it was learned from.
enum Scalars {
  static func of(
    _ update: TrainingUpdate, _ evaluation: TrainingEvaluation?
  ) -> [(tag: String, value: Double)] {
    var scalars: [(String, Double?)] = [
      ("rollout/ep_rew_mean", update.meanReturn), ("rollout/ep_len_mean", update.meanLength),
      ("rollout/reward_mean", update.meanReward), ("time/fps", update.stepsPerSecond),
      ("train/approx_kl", update.approximateKL), ("train/clip_fraction", update.clipFraction),
      ("train/clip_range", update.clipRange), ("train/entropy_loss", -update.entropy),
      ("train/explained_variance", update.explainedVariance),
      ("train/learning_rate", update.learningRate), ("train/loss", update.loss),
      ("train/policy_gradient_loss", update.policyLoss), ("train/std", update.deviation),
      ("train/value_loss", update.valueLoss),
      ("train/entropy_coefficient", update.entropyCoefficient),
      ("train/gradient_norm", update.gradientNorm), ("train/epochs", Double(update.epochs)),
      ("safety/rollbacks", Double(update.rollbackCount)),
    ]
    if let evaluation {
      scalars += [
        ("eval/mean_reward", evaluation.meanReturn), ("eval/mean_ep_length", evaluation.meanLength),
        ("eval/score", evaluation.score),
      ]
      scalars += evaluation.details.map { ("eval/\($0.name)", $0.value) }
    }
    return scalars.compactMap { tag, value in value.map { (tag, $0) } }
  }
}

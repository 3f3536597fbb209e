/// How one role is played: which server and model, how it samples, how far it is trusted.
package struct RoleSettings: Sendable, Hashable {
  package var role: ModelRole

  /// Base address of an OpenAI-compatible server, `http` or `https`.
  package var url: String

  /// The model's name as the server knows it, 1 to 256 characters.
  package var model: String

  /// Sent as a bearer token; nil for servers without one.
  package var apiKey: String?

  /// How long one attempt may take; above 0.
  package var timeout: Duration

  /// 16 to 8192.
  package var maxNewTokens: Int

  /// 0 to 2.
  package var temperature: Double

  /// Above 0, up to 1.
  package var topP: Double

  /// Attempts after the first, 0 to 10.
  package var retries: Int

  /// Weight in the consensus, above 0 up to 10; the rules have the weight of the ensemble's
  /// settings, usually 1. Below about 0.6 a single model can only confirm or fill gaps.
  package var weight: Double

  package init(
    role: ModelRole, url: String, model: String, apiKey: String? = nil,
    timeout: Duration = .seconds(12), maxNewTokens: Int = 512, temperature: Double = 0.2,
    topP: Double = 0.9, retries: Int = 1, weight: Double = 1
  ) {
    self.role = role
    self.url = url
    self.model = model
    self.apiKey = apiKey
    self.timeout = timeout
    self.maxNewTokens = maxNewTokens
    self.temperature = temperature
    self.topP = topP
    self.retries = retries
    self.weight = weight
  }

  /// - Throws: `EnsembleError.setting` for the first value out of its range.
  func validate() throws(EnsembleError) {
    try check(
      "model", "\"\(model.prefix(80))\"", (1...256).contains(model.count),
      "a name of 1 to 256 characters")
    try check("timeout", "\(timeout)", timeout > .zero, "more than 0 s")
    try check("maxNewTokens", "\(maxNewTokens)", (16...8192).contains(maxNewTokens), "16 to 8192")
    try check("temperature", "\(temperature)", (0...2).contains(temperature), "0 to 2")
    try check("topP", "\(topP)", topP > 0 && topP <= 1, "above 0, up to 1")
    try check("retries", "\(retries)", (0...10).contains(retries), "0 to 10")
    try check("weight", "\(weight)", weight > 0 && weight <= 10, "above 0, up to 10")
  }

  private func check(
    _ name: String, _ found: String, _ holds: Bool, _ allowed: String
  ) throws(EnsembleError) {
    guard holds else {
      throw .setting(role: role, name: name, found: found, allowed: allowed)
    }
  }
}

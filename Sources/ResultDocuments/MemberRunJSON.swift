import ModelEnsemble
import StrictJSON

extension MemberRun {
  /// One entry of a result's `models`: who really read the brief.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "role": .string(name), "model": .string(model), "backend": .string(backend),
      "promptVersion": .int(promptVersion), "constrained": .bool(isConstrained),
      "ignored": .array(ignored.map(JSONValue.string)),
    ]
    members["reportedName"] = modelReportedName.map(JSONValue.string)
    members["digest"] = digest.map(JSONValue.string)
    members["promptTokens"] = promptTokens.map(JSONValue.int)
    members["completionTokens"] = completionTokens.map(JSONValue.int)
    members["attempts"] = attempts.map(JSONValue.int)
    return .object(members)
  }
}

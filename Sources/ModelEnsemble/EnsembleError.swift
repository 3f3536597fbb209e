package import LanguageModels
package import StrictJSON

/// Why an ensemble cannot be made, or why a language model gave no reading.
///
/// `description` may quote the model's answer, which may quote the brief; `publicReason` does not.
package enum EnsembleError: Error, Sendable, Equatable {
  /// The model did not answer.
  case noAnswer(LanguageModelError, attempts: Int)
  /// The answer was cut at the token limit.
  case cutShort(maxNewTokens: Int, attempts: Int)
  /// The answer is not a brief in JSON, even after repair.
  case invalidAnswer(JSONProblem, attempts: Int)
  /// A prompt file cannot be used; `line` counts from 1, 0 for the whole file.
  case prompt(file: String, line: Int, problem: String)
  /// A setting of a role cannot be used.
  case setting(role: ModelRole, name: String, found: String, allowed: String)

  /// Attempts made, from 1; nil when there was nothing to attempt.
  package var attempts: Int? {
    switch self {
    case .noAnswer(_, let attempts), .cutShort(_, let attempts), .invalidAnswer(_, let attempts):
      attempts
    case .prompt, .setting: nil
    }
  }

  /// A clause that is the same for the same cause and holds no words of model, server or brief.
  package var publicReason: String {
    switch self {
    case .noAnswer(let error, _): error.description
    case .cutShort(let limit, _): "its answer was longer than \(limit) tokens"
    case .invalidAnswer: "its answer was not a valid brief"
    case .prompt, .setting: description
    }
  }
}

extension EnsembleError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noAnswer(let error, _): error.description
    case .cutShort(let limit, _): "the answer was longer than \(limit) tokens"
    case .invalidAnswer(let problem, _): "the answer is not a valid brief: \(problem)"
    case .prompt(let file, 0, let problem): "prompt file \(file): \(problem)"
    case .prompt(let file, let line, let problem): "prompt file \(file), line \(line): \(problem)"
    case .setting(let role, let name, let found, let allowed):
      "model role \(role.rawValue), \(name): found \(found); allowed is \(allowed)"
    }
  }
}

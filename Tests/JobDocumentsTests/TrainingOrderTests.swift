import JobSpool
import StrictJSON
import Testing

@testable import JobDocuments

@Suite struct TrainingOrderTests {
  static let everything = """
    {"kind": "train-rl", "algorithm": "REINFORCE", "seed": 7, "iterations": 100,
     "stepsPerIteration": 128, "environments": 32, "ingredients": 5, "batchSize": 256,
     "epochs": 4, "learningRate": 0.0005, "discount": 0.97, "traceDecay": 0.9, "clipRange": 0.25,
     "targetKL": 0.05, "entropy": 0.003, "hiddenUnits": 48, "hiddenLayers": 3, "priority": 2}
    """

  private func read(_ text: String) throws -> TrainingOrder {
    let document = try #require(try JobDocument.readFile(Array(text.utf8)).first)
    guard case .training(let order) = document.order else {
      Issue.record("not a training order")
      return TrainingOrder()
    }
    return order
  }

  @Test func `every field is read`() throws {
    let order = try read(Self.everything)
    #expect(order.algorithm == .reinforce && order.seed == 7 && order.iterations == 100)
    #expect(order.stepsPerIteration == 128 && order.environments == 32 && order.ingredients == 5)
    #expect(order.batchSize == 256 && order.epochs == 4 && order.learningRate == 0.0005)
    #expect(order.traceDecay == 0.9 && order.clipRange == 0.25 && order.targetKL == 0.05)
    #expect(order.hiddenUnits == 48 && order.hiddenLayers == 3)
    #expect(order.discount == 0.97 && order.entropy == 0.003 && order.totalSteps == nil)
  }

  @Test func `the payload reads back to the same document, in the queue for training`() throws {
    let document = try #require(try JobDocument.readFile(Array(Self.everything.utf8)).first)
    #expect(try JobDocument(payload: document.payload) == document)
    #expect(document.newJob().kind == .trainRL)
    #expect(document.newJob().kind.queue == .rlTraining)
    #expect(document.brief == nil)
  }

  @Test func `the names of old messages are read, and written anew by ours`() throws {
    let text = #"{"kind": "train-rl", "n_iterations": 100, "n_steps_per_iteration": 2048}"#
    let order = try read(text)
    #expect(order.iterations == 100 && order.stepsPerIteration == 2048)
    let document = try #require(try JobDocument.readFile(Array(text.utf8)).first)
    #expect(!document.payload.contains("n_"))
    #expect(try JobDocument(payload: document.payload) == document)
  }

  @Test func `nothing but the kind is required`() throws {
    #expect(try read(#"{"kind": "train-rl"}"#) == TrainingOrder())
  }

  @Test(arguments: [
    (#"{"kind":"train-rl","algorithm":"A2C"}"#, "/algorithm", "one of PPO, REINFORCE"),
    (#"{"kind":"train-rl","totalSteps":0}"#, "/totalSteps", "1 to 1000000000"),
    (#"{"kind":"train-rl","ingredients":1}"#, "/ingredients", "2 to 400"),
    (#"{"kind":"train-rl","learningRate":2}"#, "/learningRate", "to 1"),
    (#"{"kind":"train-rl","discount":-0.1}"#, "/discount", "0 to 1"),
    (#"{"kind":"train-rl","clipRange":1}"#, "/clipRange", "0.001 to 0.999"),
    (#"{"kind":"train-rl","hiddenLayers":5}"#, "/hiddenLayers", "1 to 4"),
    (#"{"kind":"train-rl","totalSteps":5,"iterations":5}"#, "/iterations", "not both"),
    (#"{"kind":"train-rl","n_iterations":0}"#, "/n_iterations", "1 to 1000000"),
    (#"{"kind":"train-rl","iterations":5,"n_iterations":5}"#, "/n_iterations", "not both"),
    (#"{"kind":"train-rl","totalSteps":5,"n_iterations":5}"#, "/iterations", "not both"),
    (#"{"kind":"train-rl","learningrate":0.1}"#, "/learningrate", "\"learningRate\""),
    (#"{"kind":"train-rl","text":"rose"}"#, "/text", "one of"),
  ])
  func `a wrong field is refused with what is allowed`(
    text: String, field: String, allowed: String
  ) {
    #expect {
      try JobDocument.readFile(Array(text.utf8))
    } throws: { error in
      let problem = (error as? JobDocumentError)?.problem
      return problem?.field == field && problem?.allowed.contains(allowed) == true
    }
  }

  @Test func `a brief is no order for training and the other way round`() {
    #expect(throws: JobDocumentError.self) {
      try JobDocument.readTraining(Array(#"{"kind":"brief","text":"rose"}"#.utf8))
    }
    #expect(throws: JobDocumentError.self) {
      try JobDocument.readBrief(Array(#"{"kind":"train-rl"}"#.utf8))
    }
  }
}

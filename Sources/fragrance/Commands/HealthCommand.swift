import ArgumentParser
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// `fragrance health`: asks a running app or worker, for container health checks without a shell.
struct HealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Asks a running app or worker whether it is well.")

  @Option(help: "The address to ask.")
  var url = "http://127.0.0.1:8000/health/ready"

  @Option(help: "Seconds to wait for the answer.")
  var timeout: Int64 = 5

  func run() async throws {
    do {
      let response = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: url), timeout: .seconds(timeout))
      let body = try await response.body.collect(upTo: 64 << 10)
      print(String(buffer: body))
      guard response.status == .ok else { throw Exit.answerIsNo }
    } catch let code as ExitCode {
      throw code
    } catch {
      Terminal.writeError("\(url) does not answer: \(error)")
      throw Exit.unavailable
    }
  }
}

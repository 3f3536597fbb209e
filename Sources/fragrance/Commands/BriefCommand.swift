import ArgumentParser
import BriefReading
import JobDocuments
import ModelEnsemble
import Perfumery
import ResultDocuments
import StrictJSON

/// `fragrance brief`: what a brief says, before any formula.
struct BriefCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brief", abstract: "Reads briefs.", subcommands: [Read.self])

  struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Reads a brief from standard input into its structured form.",
      discussion: """
        With --ndjson each line of standard input is {"id":…,"text":…} and each line of output is \
        the structured brief with that id, in the same order.
        """)

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Read {\"id\",\"text\"} lines, write one brief a line.")
    var ndjson = false

    @Flag(help: "Ask the configured language models too, not the rule reader alone.")
    var ensemble = false

    func run() async throws {
      let settings = try options.load()
      let reader = try Assembly.BriefSource(settings, asksModels: ensemble)
      if ndjson {
        try await readLines(reader)
        return
      }
      let text = String(decoding: try InputFile.read("-", limit: 1 << 20), as: UTF8.self)
      let reading = try await reader.read(text)
      if options.json {
        print(reading.json.canonicalText)
      } else {
        for line in BriefTable(brief: reading.json).lines { print(line) }
      }
    }

    private func readLines(_ reader: Assembly.BriefSource) async throws {
      var number = 0
      while let line = readLine() {
        number += 1
        do throws(JSONProblem) {
          var fields = try ObjectReader(JSONParser.parse(Array(line.utf8)))
          let id = fields.node("id")?.value ?? .null
          guard let text = try fields.string("text", lengths: 0...100_000) else {
            throw fields.missing("text", allowed: "the brief's text")
          }
          try await write(id, text, reader)
        } catch {
          Terminal.writeError("line \(number): \(error)")
          throw Exit.invalidInput
        }
      }
    }

    private func write(
      _ id: JSONValue, _ text: String, _ reader: Assembly.BriefSource
    ) async throws(JSONProblem) {
      do {
        let reading = try await reader.read(text)
        guard case .object(var members) = reading.json else { return }
        members["id"] = id
        print(JSONValue.object(members).canonicalText)
      } catch {
        throw JSONProblem(
          position: SourcePosition(line: 1, column: 1), field: "/text", found: "\(error)",
          allowed: "a brief that can be read")
      }
    }
  }
}

/// A structured brief as text for people.
struct BriefTable {
  let brief: JSONValue

  var lines: [String] {
    var rows: [[String]] = []
    func add(_ field: String, _ node: JSONValue) {
      let value =
        node["value"]?.text ?? node["value"]?.double.map { Terminal.decimal($0, 2) } ?? ""
      rows.append([
        field, value, node["confidence"]?.double.map { Terminal.decimal($0, 2) } ?? "",
        (node["because"]?.items ?? []).compactMap(\.text).joined(separator: ", "),
      ])
    }
    let families = (brief["families"]?.members ?? [:])
      .sorted {
        ($1.value["value"]?.double ?? 0, $0.key) < ($0.value["value"]?.double ?? 0, $1.key)
      }
    for (name, reading) in families { add("family \(name)", reading) }
    for note in brief["notes"]?.items ?? [] { add("note \(note["note"]?.text ?? "")", note) }
    for mood in brief["moods"]?.items ?? [] { add("mood", mood) }
    for field in ["season", "timeOfDay", "longevityHours", "strength", "maxAllergensPpm"] {
      if let reading = brief[field] { add(field, reading) }
    }
    for wish in brief["wanted"]?.items ?? [] { add("wanted \(wish["kind"]?.text ?? "")", wish) }
    for wish in brief["forbidden"]?.items ?? [] { add("not \(wish["kind"]?.text ?? "")", wish) }
    if let budget = brief["budget"] {
      let amount = Terminal.decimal(budget["perKilogram"]?.double ?? 0, 2)
      rows.append([
        "budget", "\(amount) \(budget["currency"]?.text ?? "") per kg",
        budget["confidence"]?.double.map { Terminal.decimal($0, 2) } ?? "",
        (budget["because"]?.items ?? []).compactMap(\.text).joined(separator: ", "),
      ])
    }
    if let product = brief["product"] {
      rows.append([
        "product",
        "\(product["category"]?.text ?? "") at "
          + "\(Terminal.decimal(product["dosagePercent"]?.double ?? 0, 2)) %",
        product["categoryConfidence"]?.double.map { Terminal.decimal($0, 2) } ?? "",
        (product["because"]?.items ?? []).compactMap(\.text).joined(separator: ", "),
      ])
    }
    return Terminal.table(
      ["field", "value", "sure", "because of"], rows, alignment: [.left, .left, .right, .left])
  }
}

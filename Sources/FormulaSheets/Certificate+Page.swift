import FormulaRules
package import Perfumery

extension Certificate {
  /// The certificate as one HTML page to print on A4: no script, no font or image from elsewhere.
  package func page(in language: BriefLanguage) -> String {
    let words = CertificateWords(language)
    var html = """
      <!DOCTYPE html>
      <html lang="\(words.languageCode)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(Self.escaped("\(words.title): \(formulaName)"))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>\(Self.escaped(words.title))</h1>
      <table class="facts">

      """
    for fact in facts(words) {
      html += "<tr><th scope=\"row\">\(Self.escaped(fact[0]))</th>"
      html += "<td>\(Self.escaped(fact[1]))</td></tr>\n"
    }
    html += "</table>\n"
    for section in sections(words, language: language) { html += Self.html(section) }
    html += "<h2>\(Self.escaped(words.notices))</h2>\n"
    html += "<p class=\"disclaimer\">\(Self.escaped(words.disclaimer))</p>\n<ul>\n"
    for notice in report.notices { html += "<li>\(Self.escaped(notice))</li>\n" }
    return html + "</ul>\n</body>\n</html>\n"
  }

  private static func html(_ section: Section) -> String {
    func cell(_ name: String, _ column: Int, _ text: String) -> String {
      let style = section.numeric.contains(column) ? " class=\"number\"" : ""
      return "<\(name)\(style)>\(escaped(text))</\(name)>"
    }
    func cells(_ name: String, _ texts: [String]) -> String {
      texts.enumerated().map { cell(name, $0, $1) }.joined()
    }
    var html = "<h2>\(escaped(section.title))</h2>\n<table>\n<thead><tr>"
    html += cells("th", section.table.header) + "</tr></thead>\n<tbody>\n"
    for (index, row) in section.table.rows.enumerated() {
      let fails = section.passes.indices.contains(index) && !section.passes[index]
      html += (fails ? "<tr class=\"fail\">" : "<tr>") + cells("td", row) + "</tr>\n"
    }
    return html + "</tbody>\n</table>\n"
  }

  /// Text with the five characters that HTML gives a meaning replaced, and without controls.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\u{0}"..."\u{1F}", "\u{7F}": escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static let style = """
    @page { size: A4; margin: 15mm; }
    body { font: 9.5pt/1.4 "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif;
      color: #111; max-width: 180mm; margin: 0 auto; }
    h1 { font-size: 16pt; margin: 0 0 4mm; }
    h2 { font-size: 11pt; margin: 6mm 0 2mm; break-after: avoid; }
    table { border-collapse: collapse; width: 100%; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    th, td { border: 0.2mm solid #999; padding: 1mm 1.5mm; text-align: left; vertical-align: top;
      overflow-wrap: anywhere; }
    th { background: #eee; }
    .facts { width: auto; }
    .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .fail { background: #fdd; font-weight: bold; }
    .disclaimer { font-weight: bold; }
    @media print { th, .fail { print-color-adjust: exact; } }
    """
}

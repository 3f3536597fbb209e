import FormulaRules
import Perfumery

/// The fixed words of a certificate in one language.
struct CertificateWords {
  private let isKorean: Bool

  init(_ language: BriefLanguage) {
    isKorean = language == .korean
  }

  private func word(_ english: String, _ korean: String) -> String {
    isKorean ? korean : english
  }

  var languageCode: String { word("en", "ko") }
  var title: String { word("Certificate of conformity", "적합성 확인서") }
  var formula: String { word("Formula", "처방") }
  var date: String { word("Date", "날짜") }
  var product: String { word("Product", "제품") }
  var dosage: String { word("Dosage in product", "제품 중 부향률") }
  var category: String { word("IFRA category", "IFRA 카테고리") }
  var amendment: String { word("IFRA amendment", "IFRA 개정판") }
  var verdict: String { word("Result", "판정") }
  var conforms: String { word("conforms", "적합") }
  var conformsNot: String { word("does not conform", "부적합") }
  var violations: String { word("Violations", "위반 사항") }
  var verdicts: String { word("Limits", "물질별 한도") }
  var categories: String { word("IFRA categories at this dosage", "카테고리별 판정") }
  var certificates: String { word("Supplier certificates needed", "공급사 확인 필요 항목") }
  var notices: String { word("Notices", "안내") }

  /// The sentence that stands on every certificate.
  var disclaimer: String {
    word(
      "This certificate is not legal advice; the documents of the suppliers prevail.",
      "이 확인서는 법률 자문이 아니며, 공급사의 서류가 우선합니다.")
  }

  func allergens(in market: LabelMarket) -> String {
    switch market {
    case .eu: word("Allergens to declare in the EU", "EU 표시 대상 알레르겐")
    case .korea: word("Allergens to declare in Korea", "한국 표시 대상 알레르겐")
    }
  }

  func result(_ passes: Bool) -> String {
    passes ? word("pass", "적합") : word("FAIL", "부적합")
  }

  var verdictHeader: [String] {
    isKorean
      ? ["판정", "물질", "제품 중 %", "한도 %", "한도 대비 %", "기준 번호", "근거", "출처 원료"]
      : [
        "result", "substance", "% in product", "limit %", "% of limit", "standard", "basis",
        "sources",
      ]
  }

  var violationHeader: [String] {
    isKorean
      ? ["물질", "제품 중 %", "한도 %", "기준 번호", "근거", "원료"]
      : ["substance", "% in product", "limit %", "standard", "basis", "materials"]
  }

  var categoryHeader: [String] {
    isKorean
      ? ["카테고리", "판정", "최고 부향률 %", "결정 물질", "기준 번호", "한도 대비 %"]
      : ["category", "result", "highest dosage %", "decided by", "standard", "% of limit"]
  }

  var requirementHeader: [String] {
    isKorean ? ["원료", "확인할 내용", "기준 번호"] : ["material", "to be confirmed", "standard"]
  }

  var allergenHeader: [String] {
    isKorean
      ? ["표시명", "제품 중 %", "표시 기준 %", "목록 번호", "출처 원료"]
      : ["label", "% in product", "threshold %", "list entry", "sources"]
  }
}

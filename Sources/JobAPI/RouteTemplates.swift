import HTTPTypes

/// Which methods an address has, for requests whose method the router does not know there.
struct RouteTemplates: Sendable {
  struct Match: Equatable, Sendable {
    /// The template, such as `/v1/jobs/{id}`.
    var template: String

    /// The value of an `Allow` header.
    var allow: String
  }

  private let routes: [(segments: [Substring], match: Match)]

  init(_ endpoints: [Endpoint]) {
    var methods: [String: Set<HTTPRequest.Method>] = [:]
    for endpoint in endpoints {
      methods[endpoint.path, default: []].insert(endpoint.method)
      if endpoint.method == .get { methods[endpoint.path, default: []].insert(.head) }
    }
    routes = methods.sorted { $0.key < $1.key }.map { path, methods in
      let allow = methods.map(\.rawValue).sorted().joined(separator: ", ")
      return (path.split(separator: "/"), Match(template: path, allow: allow))
    }
  }

  /// The template of a path, cut into segments as the router cuts it; nil when no template fits.
  func match(_ path: String) -> Match? {
    let segments = path.split(separator: "/")
    return routes.first { route in
      route.segments.count == segments.count
        && zip(route.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }?.match
  }
}

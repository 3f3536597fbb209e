import HTTPTypes
import StrictJSON

/// Writes the OpenAPI 3.1 document of a list of endpoints.
struct OpenAPIDocument {
  let endpoints: [Endpoint]
  let version: String

  var json: JSONValue {
    var paths: [String: [String: JSONValue]] = [:]
    for endpoint in endpoints {
      paths[endpoint.path, default: [:]][endpoint.method.rawValue.lowercased()] =
        operation(endpoint)
    }
    let schemas = Schema.allCases.map { ($0.rawValue, $0.definition) }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Fragrance AI", "version": .string(version),
        "description": "A creative brief goes in, a legal, costed formula comes out.",
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": "/"]],
      "paths": .object(paths.mapValues { .object($0) }),
      "components": ["schemas": .object(Dictionary(uniqueKeysWithValues: schemas))],
    ]
  }

  private func operation(_ endpoint: Endpoint) -> JSONValue {
    var members: [String: JSONValue] = [
      "operationId": .string(endpoint.name), "summary": .string(endpoint.summary),
    ]
    var responses: [String: JSONValue] = [
      "default": content("Any other problem.", Problem.contentType, .problem, headers: [])
    ]
    for answer in endpoint.answers {
      responses[String(answer.status)] = content(
        answer.description, answer.contentType, answer.schema, headers: answer.headers)
    }
    members["responses"] = .object(responses)
    let parameters =
      pathParameters(endpoint.path) + endpoint.query.map { parameter($0, place: "query") }
      + endpoint.headers.map { parameter($0, place: "header") }
    if !parameters.isEmpty { members["parameters"] = .array(parameters) }
    if let body = endpoint.body {
      members["requestBody"] = [
        "required": true, "content": ["application/json": ["schema": body.reference]],
      ]
    }
    return .object(members)
  }

  private func content(
    _ description: String, _ type: String?, _ schema: Schema?, headers: [String]
  ) -> JSONValue {
    var members: [String: JSONValue] = ["description": .string(description)]
    if let type, let schema {
      members["content"] = .object([type: ["schema": schema.reference]])
    }
    let always = headers + ["X-Request-Id"]
    members["headers"] = .object(
      Dictionary(uniqueKeysWithValues: always.map { ($0, ["schema": ["type": "string"]]) }))
    return .object(members)
  }

  private func pathParameters(_ path: String) -> [JSONValue] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
      [
        "name": .string(String(segment.dropFirst().dropLast())), "in": "path", "required": true,
        "schema": Schema.jobIDValue,
      ]
    }
  }

  private func parameter(_ parameter: Endpoint.Parameter, place: String) -> JSONValue {
    [
      "name": .string(parameter.name), "in": .string(place), "required": false,
      "description": .string(parameter.description), "schema": parameter.schema,
    ]
  }
}

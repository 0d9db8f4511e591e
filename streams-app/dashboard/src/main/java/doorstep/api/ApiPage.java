// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A page for people, made from the OpenAPI document. It has no script, and its style is a file of its own. */
final class ApiPage {
    static final String STYLE_PATH = "/api/style.css";

    private final StringBuilder html = new StringBuilder();
    private final JsonNode document;

    private ApiPage(JsonNode document) {
        this.document = document;
    }

    static String html(OpenApi api) {
        ApiPage page = new ApiPage(api.document());
        page.write();
        return page.html.toString();
    }

    static String style() {
        try (InputStream file = ApiPage.class.getResourceAsStream("style.css")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        JsonNode info = document.path("info");
        html.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<link rel=\"icon\" href=\"data:,\">\n");
        html.append("<link rel=\"stylesheet\" href=\"").append(STYLE_PATH).append("\">\n");
        element("title", info.path("title").asText());
        html.append("<main>\n");
        element("h1", info.path("title").asText());
        paragraphs(info.path("description").asText());
        html.append("<p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a> (OpenAPI ")
                .append(escaped(document.path("openapi").asText()))
                .append(")</p>\n");
        document.path("paths").properties().forEach(this::path);
        html.append("</main>\n</html>\n");
    }

    private void path(Map.Entry<String, JsonNode> path) {
        JsonNode get = path.getValue().path("get");
        html.append("<section>\n<h2><code>GET ").append(escaped(path.getKey())).append("</code></h2>\n");
        element("p", get.path("summary").asText());
        paragraphs(get.path("description").asText());
        if (!get.path("parameters").isEmpty()) {
            html.append("<dl>\n");
            get.path("parameters").forEach(this::parameter);
            html.append("</dl>\n");
        }
        html.append("<ul>\n");
        get.path("responses")
                .properties()
                .forEach(answer -> element(
                        "li",
                        answer.getKey() + ": "
                                + resolved(answer.getValue())
                                        .path("description")
                                        .asText()));
        html.append("</ul>\n</section>\n");
    }

    private void parameter(JsonNode reference) {
        JsonNode parameter = resolved(reference);
        html.append("<dt><code>")
                .append(escaped(parameter.path("name").asText()))
                .append("</code></dt>\n");
        element("dd", parameter.path("description").asText());
    }

    /** References are to this document: {@code #/components/…}. */
    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private void paragraphs(String text) {
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> element("p", line));
    }

    private void element(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

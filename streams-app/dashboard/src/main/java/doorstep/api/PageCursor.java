// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a page ended: the sort value of its last row, and what tells rows with equal values apart. As a text it is
 * opaque, JSON in base64url.
 *
 * @param value a string, a finite number, or null for a row that has no value
 * @param key 1 to 4 strings: the unit, and what else the row has
 */
public record PageCursor(Object value, List<String> key) {
    private static final int MAX_CHARS = 8_192;
    private static final int MAX_KEY = 4;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    public PageCursor {
        if (key.isEmpty() || key.size() > MAX_KEY) {
            throw new IllegalArgumentException("a key of " + key.size() + " parts");
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new IllegalArgumentException("a value of " + number);
        }
        key = List.copyOf(key);
    }

    public String unit() {
        return key.get(0);
    }

    String text() {
        ArrayNode parts = JSON.createArrayNode();
        parts.addPOJO(value);
        key.forEach(parts::add);
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(parts));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static Optional<PageCursor> parse(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            JsonNode parts = JSON.readTree(Base64.getUrlDecoder().decode(text));
            return parts != null && parts.isArray() && parts.size() > 1 ? of(parts) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<PageCursor> of(JsonNode parts) {
        JsonNode value = parts.get(0);
        List<String> key = new ArrayList<>();
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.get(i).isTextual()) {
                return Optional.empty();
            }
            key.add(parts.get(i).textValue());
        }
        if (value.isTextual()) {
            return Optional.of(new PageCursor(value.textValue(), key));
        }
        if (value.isNumber()) {
            return Optional.of(new PageCursor(value.numberValue(), key));
        }
        return value.isNull() ? Optional.of(new PageCursor(null, key)) : Optional.empty();
    }
}

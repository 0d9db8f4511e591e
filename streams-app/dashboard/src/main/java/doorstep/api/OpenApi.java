// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of the API, {@code openapi.yaml} beside this class. */
record OpenApi(JsonNode document) {
    static OpenApi bundled() {
        try (InputStream file = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            return new OpenApi(new ObjectMapper(new YAMLFactory()).readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String json() {
        return document.toPrettyString() + "\n";
    }
}

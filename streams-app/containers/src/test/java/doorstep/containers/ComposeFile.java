// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Settings that tests read from the compose files, so that they test those files. */
final class ComposeFile {
    private ComposeFile() {}

    /** Settings of a secured broker. */
    static Map<String, String> secured() {
        try {
            JsonNode file = new ObjectMapper(new YAMLFactory())
                    .readTree(DoorstepImage.root()
                            .resolve("docker/compose.secure.yaml")
                            .toFile());
            Map<String, String> settings = new HashMap<>();
            file.get("x-kafka-environment")
                    .fields()
                    .forEachRemaining(entry ->
                            settings.put(entry.getKey(), entry.getValue().asText()));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a mapping file into {@link YamlNode}s. Aliases and a second document are refused. */
final class YamlFile {
    private static final int MAX_DEPTH = 50;

    private final YAMLParser parser;
    private final String file;

    private YamlFile(YAMLParser parser, String file) {
        this.parser = parser;
        this.file = file;
    }

    static YamlNode read(Reader reader, String file) throws IOException {
        try (YAMLParser parser = new YAMLFactory().createParser(reader)) {
            YamlFile yaml = new YamlFile(parser, file);
            if (parser.nextToken() == null) {
                throw new MappingException(file + " is empty; see docs/mapping.md for how to begin");
            }
            YamlNode root = yaml.node(new MappingLocation(file, 1, ""), 0);
            if (parser.nextToken() != null) {
                throw yaml.here(new MappingLocation(file, 1, ""))
                        .error("a second document begins; a file holds one mapping");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String line = location == null ? "" : ", line " + location.getLineNr();
            throw new MappingException(file + line + ": not YAML: " + firstLine(e.getOriginalMessage()), e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private YamlNode node(MappingLocation location, int depth) throws IOException {
        if (parser.isCurrentAlias()) {
            throw location.error("aliases (*) are not allowed in mappings; use `common` or `tables`, or quotes");
        }
        if (depth > MAX_DEPTH) {
            throw location.error("nested too deeply");
        }
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT:
                Map<String, YamlNode> entries = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    MappingLocation below = here(location).at(line(), name);
                    parser.nextToken();
                    if (entries.put(name, node(below, depth + 1)) != null) {
                        throw below.error("occurs twice here");
                    }
                }
                return new YamlNode.Keys(entries, location);
            case START_ARRAY:
                List<YamlNode> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(location.at(line(), items.size()), depth + 1));
                }
                return new YamlNode.Items(items, location);
            case VALUE_NULL:
                return new YamlNode.Text("", location);
            default:
                return new YamlNode.Text(parser.getText(), location);
        }
    }

    private MappingLocation here(MappingLocation location) {
        return new MappingLocation(file, line(), location.key());
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}

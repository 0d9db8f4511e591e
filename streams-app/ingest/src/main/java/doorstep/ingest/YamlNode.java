// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.List;
import java.util.Map;

/**
 * A node of a mapping file with its location. Scalars keep the text that was written ({@code 007} is not 7); an empty
 * value or {@code null} is the empty text.
 */
sealed interface YamlNode {
    MappingLocation location();

    record Text(String text, MappingLocation location) implements YamlNode {}

    record Items(List<YamlNode> items, MappingLocation location) implements YamlNode {}

    /** A map, in the order of the file. */
    record Keys(Map<String, YamlNode> entries, MappingLocation location) implements YamlNode {}

    default String asText() {
        if (this instanceof Text scalar) {
            return scalar.text();
        }
        throw location().error("must be a single text");
    }

    default Keys asKeys(String example) {
        if (this instanceof Keys keys) {
            return keys;
        }
        throw location().error("must have keys below it, such as " + example);
    }

    /** The items of a list; anything else is a list of one. */
    default List<YamlNode> asItems() {
        return this instanceof Items list ? list.items() : List.of(this);
    }
}

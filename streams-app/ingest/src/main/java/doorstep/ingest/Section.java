// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A part of a mapping with a fixed set of keys. Any other key is an error; the message names the nearest known key. */
final class Section {
    private final YamlNode.Keys keys;

    Section(YamlNode.Keys keys, String... known) {
        this.keys = keys;
        List<String> names = Arrays.asList(known);
        keys.entries().forEach((name, node) -> {
            if (!names.contains(name)) {
                throw node.location().error("is not a key here" + Nearest.hint(name, names));
            }
        });
    }

    MappingLocation location() {
        return keys.location();
    }

    boolean has(String name) {
        return keys.entries().containsKey(name);
    }

    Optional<YamlNode> node(String name) {
        return Optional.ofNullable(keys.entries().get(name));
    }

    YamlNode required(String name, String why) {
        return node(name).orElseThrow(() -> location().error("`" + name + "` is missing: " + why));
    }

    Optional<String> text(String name) {
        return node(name).map(YamlNode::asText);
    }

    boolean flag(String name, boolean otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw keys.entries().get(name).location().error("must be true or false");
        };
    }
}

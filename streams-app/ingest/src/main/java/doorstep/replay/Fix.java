// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.config.ConfigurationException;
import doorstep.config.Nearest;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * A change to refused records before they are sent again, to correct a systematic mistake of a source:
 *
 * <pre>
 * FIELD=VALUE       sets the field if it is the invalid one, or if the writer's schema lacks it
 * FIELD:OLD=NEW     replaces the field's value, or an item of a list, if it is OLD
 * key=id            replaces the record's key by its id if the key is not valid
 * </pre>
 *
 * An empty value clears an optional field or a list. {@code \=} stands for an equals sign in OLD.
 *
 * @param text as given
 * @param old absent: the first form, or the third
 */
public record Fix(String text, String field, Optional<String> old, String value) {
    private static final String KEY = "key";
    private static final String ID = "id";
    private static final Set<String> IDENTITY = Set.of(ID, "revision");

    /** @throws ConfigurationException saying what is wrong with it */
    public static Fix parse(String text) {
        String[] sides = text.split("(?<!\\\\)=", 2);
        if (sides.length < 2) {
            throw new ConfigurationException(
                    "--fix " + text + ": write FIELD=VALUE, FIELD:OLD=NEW or key=id (docs/rejects.md)");
        }
        String left = sides[0];
        int colon = left.indexOf(':');
        Fix fix = colon < 0
                ? new Fix(text, left, Optional.empty(), sides[1])
                : new Fix(
                        text,
                        left.substring(0, colon),
                        Optional.of(left.substring(colon + 1).replace("\\=", "=")),
                        sides[1]);
        fix.requireValid();
        return fix;
    }

    private void requireValid() {
        if (field.equals(KEY)) {
            if (old.isPresent() || !value.equals(ID)) {
                throw fault("the key can only be set to the id: --fix key=id");
            }
            return;
        }
        if (IDENTITY.contains(field)) {
            throw fault("id and revision stay as they are, so that nothing is counted twice");
        }
        Set<String> fields = new TreeSet<>();
        for (Topic topic : Topics.inputs()) {
            topic.value().getFields().forEach(it -> fields.add(it.name()));
            Optional.ofNullable(topic.value().getField(field)).ifPresent(this::requireFitting);
        }
        if (!fields.contains(field)) {
            throw fault("no event has a field " + field + "; did you mean " + Nearest.to(field, fields) + "?");
        }
    }

    private void requireFitting(Schema.Field it) {
        try {
            FieldText type = new FieldText(it.schema());
            if (old.isPresent()) {
                type.parseOld(old.get());
                type.parseNew(value);
            } else {
                type.parse(value);
            }
        } catch (IllegalArgumentException e) {
            throw fault(e.getMessage());
        }
    }

    private ConfigurationException fault(String message) {
        return new ConfigurationException("--fix " + text + ": " + message);
    }

    boolean isKeyFromId() {
        return field.equals(KEY);
    }

    boolean isReplacement() {
        return old.isPresent();
    }

    /** {@code FIELD=VALUE} for this field. */
    boolean sets(String name) {
        return !isKeyFromId() && !isReplacement() && field.equals(name);
    }
}

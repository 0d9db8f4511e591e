// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * The compatibility levels of a schema registry: with which earlier versions a new schema must be compatible, and which
 * of the two must be able to read the other's data.
 */
enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean all;

    Compatibility(boolean newReadsOld, boolean oldReadsNew, boolean all) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.all = all;
    }

    static Optional<Compatibility> of(String name) {
        for (Compatibility level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns why {@code schema} cannot be the next version; empty if it can.
     *
     * @param earlier versions, oldest first
     */
    List<String> faults(Schema schema, List<Schema> earlier) {
        int from = all ? 0 : Math.max(0, earlier.size() - 1);
        List<String> faults = new ArrayList<>();
        for (Schema old : earlier.subList(from, earlier.size())) {
            if (newReadsOld) {
                check(schema, old, "The new schema cannot read data of an earlier version: ", faults);
            }
            if (oldReadsNew) {
                check(old, schema, "An earlier version cannot read data of the new schema: ", faults);
            }
        }
        return faults;
    }

    /** Returns why a reader cannot read data of a schema; empty if it can. */
    static List<String> unreadable(Schema reader, Schema schema) {
        List<String> faults = new ArrayList<>();
        check(reader, schema, "Doorstep cannot read data of the new schema: ", faults);
        return faults;
    }

    private static void check(Schema reader, Schema writer, String prefix, List<String> faults) {
        SchemaPairCompatibility result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        result.getResult()
                .getIncompatibilities()
                .forEach(it -> faults.add(prefix + it.getType() + " at " + it.getLocation() + ": " + it.getMessage()
                        + hint(it.getType())));
    }

    /**
     * Explains incompatibilities of schemas that tools derive: they look the same to their users, who do not expect the
     * refusal.
     */
    private static String hint(SchemaIncompatibilityType type) {
        return switch (type) {
            case NAME_MISMATCH ->
                " (records with other names, such as Kafka Connect and Flink write, cannot be read yet)";
            case MISSING_UNION_BRANCH, TYPE_MISMATCH ->
                " (unions that the reader's schema does not have, such as Kafka Connect and Flink write for optional"
                        + " fields, cannot be read yet)";
            default -> "";
        };
    }
}

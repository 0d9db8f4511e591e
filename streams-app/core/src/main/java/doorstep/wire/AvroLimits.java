// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Process-wide limits for Avro. Avro reads such settings once, so they are applied before the first value is read or
 * written, by whichever class is used first.
 */
public final class AvroLimits {
    // Limits for lengths that a record declares; both are far above what a valid record of 1 MB can contain.
    private static final int MAX_STRING_BYTES = 1 << 20;
    private static final int MAX_ITEMS = 1 << 16;
    private static final String OWN_CLASSES = "doorstep.avro.";

    static {
        System.setProperty("org.apache.avro.limits.string.maxLength", String.valueOf(MAX_STRING_BYTES));
        System.setProperty("org.apache.avro.limits.bytes.maxLength", String.valueOf(MAX_STRING_BYTES));
        System.setProperty("org.apache.avro.limits.collectionItems.maxLength", String.valueOf(MAX_ITEMS));
        // A schema can name classes to load; Avro refuses all that are not explicitly trusted.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(OWN_CLASSES)));
    }

    private AvroLimits() {}

    /** Applies the settings; later calls cost nothing. */
    public static void apply() {}
}

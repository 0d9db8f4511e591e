package doorstep.wire;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * What Avro may do in this process. Avro reads such settings once, so they are made before the first value is read or
 * written, by whichever class of this package comes first.
 */
final class AvroLimits {
    // A length in a record is believed up to these limits; both are far above what a valid record of 1 MB can hold.
    private static final int MAX_STRING_BYTES = 1 << 20;
    private static final int MAX_ITEMS = 1 << 16;
    private static final String OWN_CLASSES = "doorstep.avro.";

    static {
        System.setProperty("org.apache.avro.limits.string.maxLength", String.valueOf(MAX_STRING_BYTES));
        System.setProperty("org.apache.avro.limits.bytes.maxLength", String.valueOf(MAX_STRING_BYTES));
        System.setProperty("org.apache.avro.limits.collectionItems.maxLength", String.valueOf(MAX_ITEMS));
        // A schema names classes to load; Avro refuses all that nobody vouched for.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(OWN_CLASSES)));
    }

    private AvroLimits() {}

    /** Makes the settings; costs nothing from the second call on. */
    static void apply() {}
}

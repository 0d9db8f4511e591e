package doorstep.engine;

/** Names that Kafka Streams gives the internal topics of an application. */
public final class InternalNames {
    private InternalNames() {}

    /** The topic that Kafka Streams keeps a store in. */
    static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /** The internal topic that the delta batches of an input go through. */
    public static String deltaBatches(String applicationId, String input) {
        return applicationId + "-" + input + "-deltas-repartition";
    }

    /** The internal topic that the links of an input go through. */
    public static String links(String applicationId, String input) {
        return applicationId + "-" + input + "-links-repartition";
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import java.util.List;

/** Names that Kafka Streams gives to the internal topics of an application. */
public final class InternalNames {
    private InternalNames() {}

    /** The changelog topic of a store. */
    static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /** The changelog topics of stores. */
    static List<String> changelogs(String applicationId, List<String> stores) {
        return stores.stream().map(store -> changelog(applicationId, store)).toList();
    }

    /** The internal topic for the delta batches of an input. */
    public static String deltaBatches(String applicationId, String input) {
        return applicationId + "-" + input + "-deltas-repartition";
    }

    /** The internal topic for the links of an input. */
    public static String links(String applicationId, String input) {
        return applicationId + "-" + input + "-links-repartition";
    }
}

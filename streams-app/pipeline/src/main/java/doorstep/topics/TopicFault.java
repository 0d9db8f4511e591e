// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

/**
 * A topic's partitions or a setting that differ from what is required, or a missing topic.
 *
 * @param setting a topic setting, or {@code partitions}; empty if the topic does not exist
 * @param found empty if the topic does not exist
 */
public record TopicFault(String topic, String setting, String found, String wanted) {
    static final String PARTITIONS = "partitions";

    static TopicFault missing(String topic) {
        return new TopicFault(topic, "", "", "");
    }

    @Override
    public String toString() {
        return setting.isEmpty()
                ? topic + " does not exist"
                : topic + ": " + setting + " is " + found + ", must be " + wanted;
    }
}

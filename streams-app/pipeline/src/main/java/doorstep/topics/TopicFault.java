// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

/**
 * A topic's partitions or a setting that differ from what is required, or a missing topic.
 *
 * @param setting a topic setting, or {@code partitions}; empty if the topic does not exist
 * @param found empty if the topic does not exist
 * @param orMore whether a higher number than the wanted one is as good
 */
public record TopicFault(String topic, String setting, String found, String wanted, boolean orMore) {
    static final String PARTITIONS = "partitions";

    TopicFault(String topic, String setting, String found, String wanted) {
        this(topic, setting, found, wanted, false);
    }

    static TopicFault missing(String topic) {
        return new TopicFault(topic, "", "", "");
    }

    @Override
    public String toString() {
        return setting.isEmpty()
                ? topic + " does not exist"
                : topic + ": " + setting + " is " + found + ", must be " + (orMore ? "at least " : "") + wanted;
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the producers of a Kafka Streams client sent.
 *
 * @param rows records to topics that are not internal
 * @param records to all topics
 * @param bytes as sent to the broker, after compression
 */
record ProducerTotals(long rows, long records, long bytes) {
    private static final String GROUP = "producer-topic-metrics";

    /** @param application application id, with which the names of internal topics begin */
    static ProducerTotals of(Map<MetricName, ? extends Metric> metrics, String application) {
        long rows = 0;
        long records = 0;
        long bytes = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.entrySet()) {
            MetricName name = entry.getKey();
            if (name.group().equals(GROUP) && entry.getValue().metricValue() instanceof Double value) {
                boolean internal = name.tags().getOrDefault("topic", "").startsWith(application + "-");
                if (name.name().equals("record-send-total")) {
                    records += value.longValue();
                    rows += internal ? 0 : value.longValue();
                } else if (name.name().equals("byte-total")) {
                    bytes += value.longValue();
                }
            }
        }
        return new ProducerTotals(rows, records, bytes);
    }

    void addTo(Measured measured) {
        measured.put(Quantity.ROWS, rows).put(Quantity.RECORDS, records).put(Quantity.WRITTEN_BYTES, bytes);
    }
}

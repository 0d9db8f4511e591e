// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.avro.Progress;
import doorstep.engine.InternalNames;
import doorstep.management.TaskRegistry.TaskKey;
import doorstep.management.TaskRegistry.TaskStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Batches (delta batches or link entries) that one task has sent to another and that the receiver has not taken yet:
 * they are in flight or lost.
 *
 * @param through partition of the internal topic that carries them
 * @param sent sequence number of the last batch, as committed by the sender
 * @param taken sequence number of the last batch that the receiver has taken
 */
record BatchGap(TaskKey sender, TaskKey receiver, TopicPartition through, long sent, long taken) {
    private static final String COMMITMENTS = "commitments";

    /**
     * Returns the gaps whose receiver runs in this process.
     *
     * @param senders committed rows of {@code doorstep.progress}, of the tasks of all instances
     */
    static List<BatchGap> of(String application, Collection<Progress> senders, Collection<TaskStatus> receivers) {
        List<BatchGap> gaps = new ArrayList<>();
        for (TaskStatus receiver : receivers) {
            for (Progress sender : senders) {
                if (receiver.key().isWindows()) {
                    String topic = InternalNames.deltaBatches(application, sender.getPart());
                    add(
                            gaps,
                            sender,
                            sender.getDeltaBatchesSent(),
                            receiver,
                            receiver.latest().getDeltaBatchesTaken(),
                            topic);
                } else if (receiver.key().part().equals(COMMITMENTS)) {
                    String topic = InternalNames.links(application, sender.getPart());
                    add(
                            gaps,
                            sender,
                            sender.getLinksSent(),
                            receiver,
                            receiver.latest().getLinksTaken(),
                            topic);
                }
            }
        }
        return gaps;
    }

    private static void add(
            List<BatchGap> gaps,
            Progress sender,
            List<Long> numbers,
            TaskStatus receiver,
            Map<String, Long> lastTaken,
            String topic) {
        int target = receiver.key().partition();
        if (numbers == null || lastTaken == null || target >= numbers.size()) {
            return; // the sender does not send to this receiver
        }
        TaskKey from = new TaskKey(sender.getPart(), sender.getPartition());
        long sent = numbers.get(target);
        long taken = lastTaken.getOrDefault(from.toString(), 0L);
        if (sent > taken) {
            gaps.add(new BatchGap(from, receiver.key(), new TopicPartition(topic, target), sent, taken));
        }
    }
}

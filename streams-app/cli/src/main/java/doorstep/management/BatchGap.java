package doorstep.management;

import doorstep.avro.Progress;
import doorstep.management.TaskRegistry.Place;
import doorstep.management.TaskRegistry.Standing;
import doorstep.topology.EngineTopology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Batches that one task has sent another, and that one has not taken: they are under way, or lost.
 *
 * @param through the partition of an internal topic that they go through
 * @param sent number of the last one, as the sender committed it
 * @param taken number of the last one that the receiver has taken
 */
record BatchGap(Place sender, Place receiver, TopicPartition through, long sent, long taken) {
    private static final String COMMITMENTS = "commitments";

    /**
     * Those of tasks here.
     *
     * @param senders committed rows of the tasks of all instances
     */
    static List<BatchGap> of(String application, Collection<Progress> senders, Collection<Standing> receivers) {
        List<BatchGap> gaps = new ArrayList<>();
        for (Standing receiver : receivers) {
            for (Progress sender : senders) {
                if (receiver.topicPartition().isWindows()) {
                    String topic = EngineTopology.deltaBatches(application, sender.getPart());
                    add(
                            gaps,
                            sender,
                            sender.getDeltaBatchesSent(),
                            receiver,
                            receiver.latest().getDeltaBatchesTaken(),
                            topic);
                } else if (receiver.topicPartition().part().equals(COMMITMENTS)) {
                    String topic = EngineTopology.links(application, sender.getPart());
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
            Standing receiver,
            Map<String, Long> lastTaken,
            String topic) {
        int target = receiver.topicPartition().partition();
        if (numbers == null || lastTaken == null || target >= numbers.size()) {
            return; // it sends none
        }
        Place from = new Place(sender.getPart(), sender.getPartition());
        long sent = numbers.get(target);
        long taken = lastTaken.getOrDefault(from.toString(), 0L);
        if (sent > taken) {
            gaps.add(new BatchGap(from, receiver.topicPartition(), new TopicPartition(topic, target), sent, taken));
        }
    }
}

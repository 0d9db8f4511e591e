// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.torture.EventContents.Version;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The sequence of records that producers send, a function of the seed: new events, repetitions, earlier versions that
 * arrive late, corrections, conflicts, withdrawals that are later undone, null values, and bad records. With a
 * registry, some events are written with an earlier schema that is only registered there, and some bad records have
 * unknown schema ids. Not thread-safe.
 */
final class Workload {
    private static final int BAD_KINDS = 7;
    /** Far above the ids that a registry has assigned. */
    private static final int UNKNOWN_IDS = 1_000_000;

    private final EventContents contents;
    private final SplittableRandom dice;
    private final int partitions;
    private final AvroWriter<Visit> visits;
    private final AvroWriter<Feedback> feedback;
    private final AvroWriter<Commitment> commitments;

    private final Map<Topic, OldWriter> oldWriters;
    private byte[] revisions = new byte[1 << 16]; // the highest revision sent, by number
    private byte[] variants = new byte[1 << 16]; // the last variant of that revision
    private int ids;

    /** All records use the bundled schemas. */
    Workload(long seed, EventContents contents, int partitions) {
        this(seed, contents, partitions, new BundledSchemas(), Map.of());
    }

    /** @param registry that the pipeline uses */
    Workload(long seed, EventContents contents, int partitions, SchemaRegistry registry) {
        this(
                seed,
                contents,
                partitions,
                registry,
                EventContents.ABSENT_BEFORE.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                field -> new OldWriter(field.getKey(), field.getValue(), registry))));
    }

    private Workload(
            long seed,
            EventContents contents,
            int partitions,
            SchemaRegistry registry,
            Map<Topic, OldWriter> oldWriters) {
        visits = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, registry);
        feedback = new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, registry);
        commitments = new AvroWriter<>(Topics.COMMITMENTS, TopicNames.DEFAULT, registry);
        this.oldWriters = oldWriters;
        this.contents = contents;
        this.dice = new SplittableRandom(seed);
        this.partitions = partitions;
    }

    /** The first delivery of an id. */
    Delivery fresh() {
        if (ids == revisions.length) {
            revisions = Arrays.copyOf(revisions, 2 * ids);
            variants = Arrays.copyOf(variants, 2 * ids);
        }
        int number = ids++;
        return event(number, EventContents.FIRST);
    }

    Delivery next() {
        int kind = dice.nextInt(100);
        if (kind < 60 || ids == 0) {
            return fresh();
        }
        int number = dice.nextInt(ids);
        Version last = new Version(revisions[number], variants[number]);
        if (kind < 70) {
            return event(number, last);
        } else if (kind < 73) {
            return event(number, new Version(dice.nextInt(last.revision() + 1), dice.nextInt(8)));
        } else if (kind < 84) {
            return sent(number, last.corrected(1 + dice.nextInt(2)));
        } else if (kind < 90) {
            return sent(number, last.conflicting(1 + dice.nextInt(3)));
        } else if (kind < 96) {
            return sent(number, last.withdrawn(dice.nextInt(2)));
        } else if (kind < 97) {
            return delivery(number, null, null, EventContents.FIRST);
        }
        return bad(number, last);
    }

    private Delivery sent(int number, Version version) {
        if (version.revision() > Byte.MAX_VALUE) {
            return fresh();
        }
        revisions[number] = (byte) version.revision();
        variants[number] = (byte) version.variant();
        return event(number, version);
    }

    private Delivery event(int number, Version version) {
        SpecificRecord event = contents.event(number, version);
        byte[] value = encode(event);
        if (EventContents.isOld(number) && !oldWriters.isEmpty()) {
            value = oldWriters.get(contents.topicOf(number)).rewritten(value);
        }
        return delivery(number, value, event, version);
    }

    private Delivery delivery(int number, byte[] value, SpecificRecord event, Version version) {
        byte[] key = utf8(EventContents.idOf(number));
        Topic topic = contents.topicOf(number);
        return new Delivery(
                new ProducerRecord<>(TopicNames.DEFAULT.of(topic), partitionOf(key), key, value),
                number,
                version,
                event,
                false);
    }

    /** A record that is refused because of its content, whatever came before. */
    private Delivery bad(int number, Version version) {
        Topic topic = contents.topicOf(number);
        byte[] key = utf8(EventContents.idOf(number));
        int home = partitionOf(key);
        SpecificRecord event = contents.event(number, version);
        switch (dice.nextInt(BAD_KINDS)) {
            case 0 -> {
                return refused(topic, home, key, utf8("no event at all"));
            }
            case 1 -> {
                byte[] cut = encode(event);
                return refused(topic, home, key, Arrays.copyOf(cut, cut.length - 1));
            }
            case 2 -> {
                byte[] other = utf8("someone-else-" + number);
                return refused(topic, partitionOf(other), other, encode(event));
            }
            case 3 -> {
                Instant never = Instant.parse("2100-01-01T00:00:00Z");
                if (event instanceof Visit visit) {
                    visit.setOccurredAt(never);
                } else if (event instanceof Feedback answer) {
                    answer.setOccurredAt(never);
                } else {
                    ((Commitment) event).setOccurredAt(never);
                }
                return refused(topic, home, key, encode(event));
            }
            case 4 -> {
                int id = dice.nextInt(10) == 0 ? -dice.nextInt(100) : UNKNOWN_IDS + dice.nextInt(UNKNOWN_IDS);
                return refused(topic, home, key, OldWriter.framed(encode(event), id));
            }
            case 5 -> {
                EventContents.widen(event, 1);
                return refused(topic, home, key, event instanceof Visit ? utf8("too wide") : encode(event));
            }
            default -> {
                int other = (home + 1) % partitions;
                return refused(topic, other, key, other == home ? utf8("nowhere else") : encode(event));
            }
        }
    }

    private static Delivery refused(Topic topic, int partition, byte[] key, byte[] value) {
        return new Delivery(
                new ProducerRecord<>(TopicNames.DEFAULT.of(topic), partition, key, value),
                -1,
                EventContents.FIRST,
                null,
                true);
    }

    private byte[] encode(SpecificRecord event) {
        if (event instanceof Visit visit) {
            return visits.toBytes(visit);
        }
        return event instanceof Feedback answer ? feedback.toBytes(answer) : commitments.toBytes((Commitment) event);
    }

    private int partitionOf(byte[] key) {
        return KeyPartition.of(key, partitions);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

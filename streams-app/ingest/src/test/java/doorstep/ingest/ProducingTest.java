// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.VisitParser;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Checks that what docs/producing.md says is true. */
class ProducingTest {
    private static final Path MANUAL = Path.of("../../docs/producing.md");
    private static final Path EXAMPLE = Path.of("src/test/java/doorstep/ingest/ProducingExample.java");

    @Test
    void shouldNameTheSchemaIds() throws IOException {
        String manual = Files.readString(MANUAL);
        for (Topic topic : Topics.inputs()) {
            assertThat(manual)
                    .contains("| `" + TopicNames.DEFAULT.of(topic) + "` | `" + TopicNames.DEFAULT.of(topic)
                            + "-value` | " + BundledSchemas.idOf(topic.value()) + " |");
        }
    }

    @Test
    void shouldShowTheExampleThatIsCompiled() throws IOException {
        String code = Files.readString(EXAMPLE);
        StringBuilder example = new StringBuilder();
        for (int at = 0; (at = code.indexOf("// example: begin\n", at)) >= 0; ) {
            at = code.indexOf('\n', at) + 1;
            int end = code.lastIndexOf('\n', code.indexOf("// example: end", at)) + 1;
            example.append(code, at, end);
        }
        String shown = example.toString()
                .lines()
                .map(line -> line.replaceFirst("^ {8}", ""))
                .collect(Collectors.joining("\n"));
        assertThat(shown).contains("producer.send");
        assertThat(Files.readString(MANUAL)).contains("```java\n" + shown + "\n```");
    }

    @Test
    void shouldSendWhatThePipelineAccepts() throws IOException {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        ProducingExample.send(producer);
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        int partitions = 12;
        long now = Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();
        assertThat(new Decoder<>(
                                Topics.VISITS, new VisitParser(), new BundledSchemas(), new DecodeLimits(0, partitions))
                        .parse(record.key(), record.value(), KeyPartition.of(record.key(), partitions), now))
                .isInstanceOf(Decoded.Accepted.class);
        assertThat(Files.readString(MANUAL)).contains(HexFormat.ofDelimiter(" ").formatHex(record.value(), 0, 9));
    }

    @Test
    void shouldNameTheRightPartitions() throws IOException {
        String manual = Files.readString(MANUAL);
        for (String id : new String[] {"V-1", "V-2", "访-3"}) {
            int partition = KeyPartition.of(id.getBytes(java.nio.charset.StandardCharsets.UTF_8), 12);
            assertThat(manual).contains("| `" + id + "` | " + partition + " |");
        }
    }
}

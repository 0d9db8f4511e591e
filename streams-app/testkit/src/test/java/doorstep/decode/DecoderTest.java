// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static doorstep.decode.DecodeFixture.EARLIEST;
import static doorstep.decode.DecodeFixture.LATEST;
import static doorstep.decode.DecodeFixture.MS;
import static doorstep.decode.DecodeFixture.PARTITIONS;
import static doorstep.decode.DecodeFixture.accepted;
import static doorstep.decode.DecodeFixture.bytes;
import static doorstep.decode.DecodeFixture.partitionOf;
import static doorstep.decode.DecodeFixture.rating;
import static doorstep.decode.DecodeFixture.request;
import static doorstep.decode.DecodeFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.event.Version;
import doorstep.wire.ContentHash;
import doorstep.wire.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order of checks, keys and withdrawals; the fields of events have tests of their own. */
class DecoderTest {
    private final DecodeFixture fixture = new DecodeFixture();
    private final DecodeFixture.TopicDecoder<Visit> visits = fixture.visits;
    private final DecodeFixture.TopicDecoder<Feedback> feedback = fixture.feedback;
    private final DecodeFixture.TopicDecoder<Commitment> commitments = fixture.commitments;

    /** Faults of a request in the order in which they are checked. */
    enum Fault {
        INVALID_KEY(Reason.INVALID_FIELD, request -> request),
        WRONG_PARTITION(Reason.WRONG_PARTITION, request -> request),
        KEY_MISMATCH(Reason.KEY_MISMATCH, request -> request),
        INVALID_FIELD(Reason.INVALID_FIELD, request -> request.setSource("not a code")),
        INCONSISTENT_TIMES(
                Reason.INCONSISTENT_TIMES,
                request -> request.setClosedAt(request.getOpenedAt().minus(MS))),
        TOO_OLD(Reason.TOO_OLD, request -> request.setRecordedAt(EARLIEST.minus(MS))),
        FUTURE(Reason.FUTURE, request -> request.setOccurredAt(LATEST.plus(MS)));

        final Reason reason;
        final UnaryOperator<Commitment.Builder> plant;

        Fault(Reason reason, UnaryOperator<Commitment.Builder> plant) {
            this.reason = reason;
            this.plant = plant;
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values()).flatMap(first -> Stream.of(Fault.values())
                .filter(second -> first.compareTo(second) <= 0)
                .map(second -> Arguments.of(first, second)));
    }

    private Decoded parseWith(Fault... faults) {
        List<Fault> planted = List.of(faults);
        Commitment.Builder request = request();
        planted.forEach(fault -> fault.plant.apply(request));
        String id = planted.contains(Fault.INVALID_KEY) ? "k".repeat(257) : "c1";
        request.setId(planted.contains(Fault.KEY_MISMATCH) ? "another" : id);
        byte[] key = bytes(id);
        int partition = partitionOf(key);
        return commitments.parse(
                key,
                commitments.writer.toBytes(request.build()),
                planted.contains(Fault.WRONG_PARTITION) ? (partition + 1) % PARTITIONS : partition);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldReportTheFirstOfTwoFaults(Fault first, Fault second) {
        assertThat(parseWith(first, second)).isInstanceOfSatisfying(Decoded.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(first.reason);
            if (first == Fault.INVALID_KEY) {
                assertThat(refused.field()).contains("key");
            } else if (first == Fault.INVALID_FIELD) {
                assertThat(refused.field()).contains("source");
            }
        });
    }

    @Test
    void shouldReportUnreadableBytesBeforeABadKey() {
        Decoded parsed = visits.parse(null, new byte[] {1, 2, 3}, 0);

        assertThat(parsed).isEqualTo(Decoded.Refused.of(Reason.UNDECODABLE));
    }

    @Test
    void shouldReportABadSchemaBeforeABadKey() {
        byte[] unknown = visits.writer.toBytes(visit().build());
        unknown[1] = 77;
        int foreign = fixture.registry.put(Schema.create(Schema.Type.STRING));
        byte[] incompatible = visits.writer.toBytes(visit().build());
        incompatible[3] = (byte) (foreign >> 8);
        incompatible[4] = (byte) foreign;

        assertThat(visits.parse(null, unknown, 0)).isEqualTo(Decoded.Refused.of(Reason.UNKNOWN_SCHEMA));
        assertThat(visits.parse(null, incompatible, 0)).isEqualTo(Decoded.Refused.of(Reason.INCOMPATIBLE_SCHEMA));
    }

    @Test
    void shouldReportNoFrameBeforeAnUnknownSchema() {
        byte[] both = visits.writer.toBytes(visit().build());
        both[0] = 1;
        both[1] = 77;

        assertThat(visits.parse(bytes("v1"), both, 0)).isEqualTo(Decoded.Refused.of(Reason.UNDECODABLE));
    }

    @Test
    void shouldReportTheFirstOfTwoInvalidFields() {
        visits.assertRefused(visit().setMode("?").setUnit("").build(), Reason.INVALID_FIELD, "unit");
    }

    @Test
    void shouldListReasonsInTheOrderOfTheDesign() {
        assertThat(Reason.values())
                .containsExactly(
                        Reason.UNDECODABLE,
                        Reason.UNKNOWN_SCHEMA,
                        Reason.INCOMPATIBLE_SCHEMA,
                        Reason.INVALID_FIELD,
                        Reason.WRONG_PARTITION,
                        Reason.KEY_MISMATCH,
                        Reason.INCONSISTENT_TIMES,
                        Reason.TOO_OLD,
                        Reason.FUTURE);
    }

    @Test
    void shouldGiveNoVerdictWhileTheRegistryIsDown() {
        fixture.registry.goDown();
        assertThatThrownBy(() -> visits.parse(visit().build())).isInstanceOf(RegistryUnavailableException.class);

        fixture.registry.comeBack();
        visits.assertAccepted(visit().build());
    }

    static List<byte[]> invalidKeys() {
        List<byte[]> keys = new ArrayList<>();
        keys.add(null);
        keys.add(new byte[0]);
        keys.add(new byte[] {(byte) 0xff});
        keys.add(new byte[] {'a', (byte) 0xc3}); // half a character
        keys.add(new byte[] {(byte) 0xc0, (byte) 0x80}); // overlong
        keys.add(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}); // a surrogate
        keys.add(bytes("k".repeat(257)));
        keys.add(bytes("𠮷".repeat(257)));
        return keys;
    }

    @ParameterizedTest
    @MethodSource("invalidKeys")
    void shouldRefuseAKeyThatIsNoId(byte[] key) {
        int partition = key == null ? 0 : partitionOf(key);
        Decoded.Refused invalid = new Decoded.Refused(Reason.INVALID_FIELD, Optional.of("key"));

        assertThat(visits.parse(key, visits.writer.toBytes(visit().build()), partition))
                .isEqualTo(invalid);
        assertThat(visits.parse(key, null, partition)).isEqualTo(invalid);
    }

    @Test
    void shouldRefuseTheIdOfACallBackForACommitmentOnly() {
        byte[] key = bytes("callback:VISIT:v1:OVERALL");
        Decoded.Refused invalid = new Decoded.Refused(Reason.INVALID_FIELD, Optional.of("key"));

        assertThat(commitments.parse(key, null, partitionOf(key))).isEqualTo(invalid);
        assertThat(commitments.parse(key, null, (partitionOf(key) + 1) % PARTITIONS))
                .isEqualTo(invalid);
        assertThat(visits.parse(key, null, partitionOf(key))).isInstanceOf(Decoded.Accepted.class);
        assertThat(feedback.parse(key, null, partitionOf(key))).isInstanceOf(Decoded.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "巷", "𠮷"})
    void shouldAcceptAnIdOf256CodePoints(String letter) {
        visits.assertAccepted(visit().setId(letter.repeat(256)).build());
    }

    @Test
    void shouldRefuseEveryPartitionButOne() {
        byte[] key = bytes("v1");
        byte[] value = visits.writer.toBytes(visit().build());

        assertThat(IntStream.range(0, PARTITIONS)
                        .filter(partition -> visits.parse(key, value, partition) instanceof Decoded.Accepted))
                .containsExactly(partitionOf(key));
        assertThat(visits.parse(key, value, (partitionOf(key) + 1) % PARTITIONS))
                .isEqualTo(Decoded.Refused.of(Reason.WRONG_PARTITION));
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheId() {
        byte[] key = bytes("v2");

        assertThat(visits.parse(key, visits.writer.toBytes(visit().build()), partitionOf(key)))
                .isEqualTo(Decoded.Refused.of(Reason.KEY_MISMATCH));
    }

    @Test
    void shouldAcceptANullValueForAnyId() {
        byte[] key = bytes("never seen");

        assertThat(visits.parse(key, null, partitionOf(key)))
                .isEqualTo(new Decoded.Accepted(Version.FINAL, Optional.empty()));
        assertThat(visits.parse(key, null, (partitionOf(key) + 1) % PARTITIONS))
                .isEqualTo(Decoded.Refused.of(Reason.WRONG_PARTITION));
    }

    @Test
    void shouldCountNothingOfAWithdrawnEvent() {
        Visit withdrawn = visit().setRevision(3).setWithdrawn(true).build();

        Decoded.Accepted accepted = accepted(visits.parse(withdrawn));

        assertThat(accepted.event()).isEmpty();
        assertThat(accepted.version()).isEqualTo(new Version(3, ContentHash.of(withdrawn)));
    }

    @Test
    void shouldCheckAWithdrawnEventLikeAnyOther() {
        visits.assertRefused(visit().setWithdrawn(true).setUnit("").build(), Reason.INVALID_FIELD, "unit");
        feedback.assertRefused(rating().setWithdrawn(true).setScore(6).build(), Reason.INVALID_FIELD, "score");
        commitments.assertRefused(
                request().setWithdrawn(true).setKind("CALLBACK").build(), Reason.INVALID_FIELD, "kind");
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCodecTest {
    static LongStream numbers() {
        LongStream edges = LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE);
        LongStream powers = LongStream.range(0, 64).flatMap(bit -> LongStream.of((1L << bit) - 1, 1L << bit));
        return LongStream.concat(edges, powers.flatMap(n -> LongStream.of(n, -n, ~n)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldReadEveryNumberAsItWasWritten(long n) {
        byte[] bytes = new ByteWriter()
                .writeVarint(n)
                .writeZigzag(n)
                .writeLong(n)
                .writeSortable(n)
                .toBytes();

        ByteReader in = new ByteReader(bytes);

        assertThat(in.readVarint()).isEqualTo(n);
        assertThat(in.readZigzag()).isEqualTo(n);
        assertThat(in.readLong()).isEqualTo(n);
        assertThat(in.readSortable()).isEqualTo(n);
        assertThat(in.hasMore()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "127,1", "128,2", "16383,2", "16384,3", "9223372036854775807,9", "-1,10"})
    void shouldWriteSmallNumbersInFewBytes(long n, int bytes) {
        assertThat(new ByteWriter().writeVarint(n).size()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "63,1", "-64,1", "64,2", "-65,2", "9223372036854775807,10", "-9223372036854775808,10"})
    void shouldWriteSmallNumbersOfEitherSignInFewBytes(long n, int bytes) {
        assertThat(new ByteWriter().writeZigzag(n).size()).isEqualTo(bytes);
    }

    @Test
    void shouldSortBytesAsTheirNumbersSort() {
        long[] sorted = numbers().sorted().toArray();

        byte[][] keys = Arrays.stream(sorted)
                .mapToObj(n -> new ByteWriter().writeSortable(n).toBytes())
                .toArray(byte[][]::new);

        for (int i = 1; i < keys.length; i++) {
            assertThat(Arrays.compareUnsigned(keys[i - 1], keys[i]))
                    .as("%d before %d", sorted[i - 1], sorted[i])
                    .isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "走访 · 𠮷野", "\u0000\uFFFD", "100 %"})
    void shouldReadEveryTextAsItWasWritten(String text) {
        ByteReader in =
                new ByteReader(new ByteWriter().writeString(text).writeByte(7).toBytes());

        assertThat(in.readString()).isEqualTo(text);
        assertThat(in.readByte()).isEqualTo(7);
    }

    @Test
    void shouldReadALongTextAsItWasWritten() {
        String text = "巷".repeat(100_000);

        assertThat(new ByteReader(new ByteWriter(1).writeString(text).toBytes()).readString())
                .isEqualTo(text);
    }

    @Test
    void shouldReadPartOfAnArrayAndThenTheRest() {
        byte[] bytes = {9, 1, 2, 3, 4};
        ByteReader in = new ByteReader(bytes, 1);

        assertThat(in.readBytes(2)).containsExactly(1, 2);
        assertThat(in.position()).isEqualTo(3);
        assertThat(in.readRest()).containsExactly(3, 4);
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void shouldForgetWhatWasWrittenBeforeAReset() {
        ByteWriter out = new ByteWriter().writeString("long enough to stay visible");
        byte[] first = out.toBytes();

        byte[] second = out.reset().writeByte(1).toBytes();

        assertThat(second).containsExactly(1);
        assertThat(new ByteReader(first).readString()).isEqualTo("long enough to stay visible");
    }

    @Test
    void shouldRefuseANumberThatIsNoInt() {
        byte[] bytes = new ByteWriter().writeVarint(1L << 31).toBytes();

        assertThatThrownBy(() -> new ByteReader(bytes).readInt()).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldReadALongRecordOfMixedFields(long seed) {
        ByteWriter out = new ByteWriter(1);
        Random dice = new Random(seed);
        long[] numbers = dice.longs(1_000).map(n -> n >> dice.nextInt(64)).toArray();
        for (long n : numbers) {
            out.writeVarint(n).writeBytes(new byte[] {(byte) n}).writeZigzag(n);
        }

        ByteReader in = new ByteReader(out.toBytes());

        for (long n : numbers) {
            assertThat(in.readVarint()).isEqualTo(n);
            assertThat(in.readByte()).isEqualTo((byte) n);
            assertThat(in.readZigzag()).isEqualTo(n);
        }
        assertThat(in.hasMore()).isFalse();
    }
}

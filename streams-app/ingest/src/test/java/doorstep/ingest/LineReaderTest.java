// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static List<LineReader.Line> lines(Reader reader, int max) throws IOException {
        LineReader lines = new LineReader(reader, max);
        List<LineReader.Line> all = new ArrayList<>();
        for (LineReader.Line line; (line = lines.next()) != null; ) {
            all.add(line);
        }
        return all;
    }

    @Test
    void shouldKnowAllThreeLineEnds() throws IOException {
        assertThat(lines(new StringReader("a\nb\r\nc\rd\r\r\n\n"), 100))
                .extracting(line -> line.number()
                        + line.text()
                        + line.end().replace("\r", "R").replace("\n", "N"))
                .containsExactly("1aN", "2bRN", "3cR", "4dR", "5RN", "6N");
    }

    @Test
    void shouldSkipAByteOrderMarkAtTheBeginningOnly() throws IOException {
        assertThat(lines(new StringReader("\uFEFFa\n\uFEFFb"), 100))
                .extracting(LineReader.Line::text)
                .containsExactly("a", "\uFEFFb");
        assertThat(lines(new StringReader("\uFEFF"), 100)).isEmpty();
        assertThat(lines(new StringReader(""), 100)).isEmpty();
    }

    @Test
    void shouldCutLinesThatAreTooLong() throws IOException {
        List<LineReader.Line> lines = lines(new StringReader("abcdef\nabcde\nabcdefgh"), 5);
        assertThat(lines).extracting(LineReader.Line::text).containsExactly("abcde", "abcde", "abcde");
        assertThat(lines).extracting(LineReader.Line::tooLong).containsExactly(true, false, true);
    }

    @Test
    void shouldNotKeepAHugeLineInMemory() throws IOException {
        long chars = 3L << 30; // more than a String can hold
        Reader endless = new Reader() {
            private long left = chars;

            @Override
            public int read(char[] buffer, int offset, int length) {
                int read = (int) Math.min(left, length);
                left -= read;
                return read == 0 ? -1 : read; // zeros: any character will do
            }

            @Override
            public void close() {}
        };
        List<LineReader.Line> lines = lines(endless, 1000);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).tooLong()).isTrue();
        assertThat(lines.get(0).text()).hasSize(1000);
    }

    @Test
    void shouldReadTheSameLinesHoweverTheTextArrives() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append("ab\r\n".charAt(random.nextInt(4)));
            }
            Reader trickle = new StringReader(text.toString()) {
                @Override
                public int read(char[] buffer, int offset, int length) throws IOException {
                    return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(3)));
                }
            };
            assertThat(lines(trickle, 1000))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(lines(new StringReader(text.toString()), 1000))
                    .extracting(LineReader.Line::text)
                    .isEqualTo(text.toString().lines().toList());
        }
    }
}

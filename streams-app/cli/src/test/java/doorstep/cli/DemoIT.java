package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.broker.DataDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    private Path dir;

    @Test
    void shouldShowThePublishedTotalsAndChangeNoRowTheSecondTime() {
        Doorstep demo = demo();

        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("The sample is generated", "Suggestions 意见建议", "as-of 2011-07-18 23:59 Asia/Shanghai")
                .contains("doorstep.visits: received 5,338 = ")
                .doesNotContain("NOT MET", "BALANCE");
        String rows = rows();

        Doorstep again = demo();

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("doorstep.visits: received 10,676 = ", "acknowledged 5,338, before 5,338");
        assertThat(rows()).isEqualTo(rows);
    }

    private Doorstep demo() {
        return Doorstep.run("demo", "--once", "--data", dir.toString());
    }

    private String rows() {
        StringBuilder all = new StringBuilder();
        try (DataDirectory oneBrokerForAll = DataDirectory.open(dir, 0)) {
            assertThat(oneBrokerForAll.joined()).isFalse();
            for (String topic :
                    new String[] {"visit-counts", "feedback-counts", "satisfaction-scores", "reaction-counts"}) {
                Doorstep rows = Doorstep.run("rows", topic, "--json", "--data", dir.toString());
                assertThat(rows.code()).as(rows.err()).isZero();
                assertThat(rows.out()).isNotEmpty();
                all.append(rows.out());
            }
        }
        return all.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {
    private static final MappingLocation HERE = new MappingLocation("test.yaml", 1, "formats");

    private static TimeFormat format(String zone, String... formats) {
        List<YamlNode> nodes = Stream.of(formats)
                .map(f -> (YamlNode) new YamlNode.Text(f, HERE))
                .toList();
        return new TimeFormat(nodes, Optional.ofNullable(zone).map(ZoneId::of), Locale.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2011-07-18T23:59:00+08:00|2011-07-18T15:59:00Z",
                "2011-07-18T23:59:00.1239Z|2011-07-18T23:59:00.123Z",
                "2011-07-18t23:59z|2011-07-18T23:59:00Z",
                "2011-07-18 23:59:07+0800|2011-07-18T15:59:07Z",
                "2011-07-18T23:59:07+08|2011-07-18T15:59:07Z",
                "2011-07-18T23:59|2011-07-18T15:59:00Z",
                "2011-07-18 23:59:07|2011-07-18T15:59:07Z",
                "2011-07-18|2011-07-17T16:00:00Z",
            })
    void shouldReadIsoTimesOfShanghai(String text, Instant expected) throws BadValue {
        assertThat(format("Asia/Shanghai", "iso").parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Chicago, 2012-03-11: 02:00 to 03:00 does not exist.
                "America/Chicago|2012-03-11T02:30|2012-03-11T08:30:00Z", // = 03:30
                "America/Chicago|2012-03-11T01:59|2012-03-11T07:59:00Z",
                "America/Chicago|2012-03-11T03:00|2012-03-11T08:00:00Z",
                // Chicago, 2012-11-04: 01:00 to 02:00 twice; the first one counts.
                "America/Chicago|2012-11-04T01:30|2012-11-04T06:30:00Z",
                "America/Chicago|2012-11-04T02:00|2012-11-04T08:00:00Z",
                // São Paulo, 2014-10-19: the day starts at 01:00.
                "America/Sao_Paulo|2014-10-19|2014-10-19T03:00:00Z",
                "America/Sao_Paulo|2014-10-19T00:30|2014-10-19T03:30:00Z",
                "America/Sao_Paulo|2014-10-18|2014-10-18T03:00:00Z",
                "America/Sao_Paulo|2014-10-20|2014-10-20T02:00:00Z",
                // São Paulo, 2015-02-21: 23:00 to 24:00 twice.
                "America/Sao_Paulo|2015-02-21T23:30|2015-02-22T01:30:00Z",
                "America/Sao_Paulo|2015-02-22|2015-02-22T03:00:00Z",
                // Shanghai, 1991-04-14: the last year with summer time.
                "Asia/Shanghai|1991-04-14T02:30|1991-04-13T18:30:00Z",
            })
    void shouldFollowTheClocksOfTheZone(String zone, String text, Instant expected) throws BadValue {
        assertThat(format(zone, "iso").parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MM/dd/yyyy hh:mm:ss a|04/12/2018 11:11:26 AM|2018-04-12T11:11:26Z",
                "MM/dd/yyyy hh:mm:ss a|04/12/2018 12:00:00 AM|2018-04-12T00:00:00Z",
                "MM/dd/yyyy hh:mm:ss a|04/12/2018 12:00:00 pm|2018-04-12T12:00:00Z",
                "dd/MM/yyyy|29/02/2012|2012-02-29T00:00:00Z",
                "d.M.yyyy H:mm|4.7.2011 9:30|2011-07-04T09:30:00Z",
                "yyyyMMddHHmm|201107181030|2011-07-18T10:30:00Z",
                "yyyy年M月d日|2011年7月18日|2011-07-18T00:00:00Z",
                "MMMyyyy|SEP2021|2021-09-01T00:00:00Z",
                "yyyy|2011|2011-01-01T00:00:00Z",
                "yyyy-DDD|2012-366|2012-12-31T00:00:00Z",
                "yyyy-MM-dd'T'HH:mm:ssXXX|2011-07-18T10:30:00+08:00|2011-07-18T02:30:00Z",
                "epoch-seconds|1311000000|2011-07-18T14:40:00Z",
                "epoch-millis|1311000000123|2011-07-18T14:40:00.123Z",
            })
    void shouldReadPatterns(String pattern, String text, Instant expected) throws BadValue {
        assertThat(format("UTC", pattern).parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd/MM/yyyy|31/02/2012",
                "dd/MM/yyyy|29/02/2011",
                "dd/MM/yyyy|1/2/2012",
                "MM/dd/yyyy hh:mm:ss a|04/12/2018 13:00:00 PM",
                "iso|2011-07-18T24:30",
                "iso|2011-7-18",
                "iso|yesterday",
                "epoch-millis|99999999999999999999",
                "epoch-seconds|9223372036854775807",
            })
    void shouldRefuseWhatIsNoTime(String pattern, String text) {
        assertThatThrownBy(() -> format("UTC", pattern).parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessage("not a time in a format of the mapping");
    }

    @Test
    void shouldTryFormatsInTheirOrder() throws BadValue {
        TimeFormat both = format("UTC", "MM/dd/yyyy", "dd/MM/yyyy");
        assertThat(both.parse("02/01/2012")).isEqualTo("2012-02-01T00:00:00Z");
        assertThat(both.parse("31/01/2012")).isEqualTo("2012-01-31T00:00:00Z");
    }

    @Test
    void shouldRefuseALocalTimeWithoutAZone() throws BadValue {
        assertThat(format(null, "iso").parse("2011-07-18T00:00Z")).isEqualTo("2011-07-18T00:00:00Z");
        assertThatThrownBy(() -> format(null, "iso").parse("2011-07-18")).hasMessageContaining("sets no `zone`");
        assertThatThrownBy(() -> format(null, "dd/MM/yyyy")).hasMessageContaining("set `zone` under `times`");
    }
}

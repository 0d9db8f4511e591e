// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.util.List;

/**
 * A total that the real programme published, to be compared with the sample's figure.
 *
 * @param en what it counts, for English readers
 * @param zh the same for Chinese readers
 * @param moreThan the figure is above this; shares run from 0 to 1
 * @param share true if it is displayed in per cent
 * @param topic short name of the output topic with the figure
 * @param key key of the row there
 * @param field Avro name of the figure in it
 */
public record Published(String en, String zh, double moreThan, boolean share, String topic, String key, String field) {
    private static final String THIS_YEAR = "YEAR|2011-01-01";

    /** The published totals in the order of display. */
    public static List<Published> totals() {
        return List.of(
                count("Households visited", "走访户数", 3_000, "visit-counts", "", "households"),
                count("People visited", "走访人数", 10_000, "visit-counts", "", "people"),
                count("Invitation talks", "邀请座谈", 60, "visit-counts", "category=TALK", "visits"),
                count("Supervisors' forums", "监督员座谈会", 20, "visit-counts", "category=FORUM", "visits"),
                new Published(
                        "Satisfied, first quarter",
                        "第一季度满意率",
                        0.95,
                        true,
                        "satisfaction-scores",
                        "*||OVERALL:GRADE_5|QUARTER|2011-01-01",
                        "satisfiedShare"),
                count("Suggestions", "意见建议", 200, "feedback-counts", "", "suggestions"),
                new Published(
                        "Requests resolved",
                        "为民解决诉求",
                        100,
                        false,
                        "service-levels",
                        "*||REQUEST|" + THIS_YEAR,
                        "resolved"));
    }

    private static Published count(String en, String zh, double moreThan, String topic, String slice, String field) {
        return new Published(en, zh, moreThan, false, topic, "*|" + slice + "||" + THIS_YEAR, field);
    }

    /** Whether the sample's figure is above the published one. */
    public boolean isMetBy(double figure) {
        return figure > moreThan;
    }
}

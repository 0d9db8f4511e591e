// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.assessment.Assessor;
import doorstep.assessment.Share;
import doorstep.config.AppConfig;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.Map;

/**
 * The latest rows of the topics that the assessment of a score needs.
 *
 * @param scores of doorstep.satisfaction-scores, by key; the others likewise
 */
public record ComparisonRows(Map<String, FlatRow> scores, Map<String, FlatRow> visits, Map<String, FlatRow> feedback)
        implements Assessor.Rows {
    public static ComparisonRows of(AppConfig config, SchemaRegistry schemas) {
        return new ComparisonRows(
                LatestRows.of(config, schemas, Topics.SATISFACTION_SCORES),
                LatestRows.of(config, schemas, Topics.VISIT_COUNTS),
                LatestRows.of(config, schemas, Topics.FEEDBACK_COUNTS));
    }

    @Override
    public Share score(String key) {
        FlatRow row = scores.get(key);
        return row == null ? Share.NONE : new Share(row.count("satisfied"), row.count("answers"));
    }

    @Override
    public boolean enough(String key) {
        FlatRow row = scores.get(key);
        return row != null && Boolean.TRUE.equals(row.values().get("enough"));
    }

    @Override
    public long answersAboutVisits(String key) {
        return count(feedback, key, "ratingsAboutVisits");
    }

    @Override
    public long feedbackAsked(String key) {
        return count(visits, key, "feedbackAsked");
    }

    private static long count(Map<String, FlatRow> rows, String key, String name) {
        FlatRow row = rows.get(key);
        return row == null ? 0 : row.count(name);
    }
}

// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Share;
import doorstep.avro.SatisfactionScore;
import org.apache.avro.specific.SpecificRecord;

/** What is special about rows of scores. */
final class Scores {
    private Scores() {}

    static Share share(SpecificRecord row) {
        SatisfactionScore score = (SatisfactionScore) row;
        return new Share(score.getSatisfied(), score.getAnswers());
    }

    static boolean hasEnough(SpecificRecord row) {
        return ((SatisfactionScore) row).getEnough();
    }
}

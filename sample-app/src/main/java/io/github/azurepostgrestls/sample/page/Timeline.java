/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.azurepostgrestls.sample.page;

import java.time.Duration;
import java.time.Instant;

import io.github.azurepostgrestls.actuate.CertificateDetails;

/**
 * The time line on which validity is drawn. It shows the validity of the server's
 * certificate, today and the warning threshold, with a margin on both sides. The longer
 * validity of other certificates is cut: beside a root that is valid for decades, a
 * threshold of days would be too short to see.
 *
 * @param start the first moment
 * @param end the last moment
 * @param today the current time
 * @param threshold the moment before which certificates that expire are reported
 * @author the azure-postgres-tls contributors
 */
record Timeline(Instant start, Instant end, Instant today, Instant threshold) {

	/**
	 * The length of the line, in the units of the picture.
	 */
	static final double LENGTH = 1000;

	static Timeline of(CertificateDetails certificate, Instant today, Duration warning) {
		Instant threshold = today.plus(warning);
		Duration margin = Duration.between(certificate.validityStarts(), certificate.validityEnds()).dividedBy(4);
		return new Timeline(earlier(certificate.validityStarts(), today).minus(margin),
				later(certificate.validityEnds(), threshold).plus(margin), today, threshold);
	}

	/**
	 * Return where a moment is on the line.
	 * @param moment the moment
	 * @return the distance from the start; what is beyond an end is at this end
	 */
	public double position(Instant moment) {
		double length = Duration.between(this.start, this.end).toSeconds();
		double distance = Duration.between(this.start, moment).toSeconds();
		return Math.max(0, Math.min(LENGTH, Math.rint(LENGTH * distance / length)));
	}

	/**
	 * Return the length of the bar of a certificate.
	 * @param certificate the certificate
	 * @return the length on the line
	 */
	public double length(CertificateDetails certificate) {
		return position(certificate.validityEnds()) - position(certificate.validityStarts());
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}

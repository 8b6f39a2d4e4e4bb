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

package io.github.azurepostgrestls.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * What may happen to a file of root certificates.
 *
 * @author the azure-postgres-tls contributors
 */
enum FileFault {

	/** Somebody deleted it. */
	REMOVED {

		@Override
		void happenTo(Path file) throws IOException {
			Files.delete(file);
		}

	},

	/** Somebody emptied it. */
	EMPTIED {

		@Override
		void happenTo(Path file) throws IOException {
			Files.write(file, new byte[0]);
		}

	},

	/** Somebody wrote something else. */
	GARBAGE {

		@Override
		void happenTo(Path file) throws IOException {
			Files.write(file, new byte[] { 0x30, (byte) 0x82, 4, 0, 0, -1, 10, 13, 1 });
		}

	},

	/** Somebody has written a half of it so far. */
	TRUNCATED {

		@Override
		void happenTo(Path file) throws IOException {
			String content = Files.readString(file);
			Files.writeString(file, content.substring(0, content.length() / 2));
		}

	},

	/** A second certificate has been written by a half so far. */
	TRUNCATED_IN_THE_SECOND {

		@Override
		void happenTo(Path file) throws IOException {
			String content = Files.readString(file);
			Files.writeString(file, content + content.substring(0, content.length() / 2));
		}

	},

	/** A directory took its place. */
	DIRECTORY {

		@Override
		void happenTo(Path file) throws IOException {
			Files.delete(file);
			Files.createDirectory(file);
		}

	},

	/** The volume with its folder is gone. */
	FOLDER_REMOVED {

		@Override
		void happenTo(Path file) throws IOException {
			FileSystemUtils.deleteRecursively(file.getParent());
		}

	},

	/** A file took the place of its folder: not even root may look into it. */
	FOLDER_IS_A_FILE {

		@Override
		void happenTo(Path file) throws IOException {
			FileSystemUtils.deleteRecursively(file.getParent());
			Files.writeString(file.getParent(), "a file");
		}

	};

	abstract void happenTo(Path file) throws IOException;

	static void repair(Path file, String content) throws IOException {
		clear(file);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	static void clear(Path file) throws IOException {
		FileSystemUtils.deleteRecursively(file);
		if (Files.isRegularFile(file.getParent())) {
			Files.delete(file.getParent());
		}
	}

}

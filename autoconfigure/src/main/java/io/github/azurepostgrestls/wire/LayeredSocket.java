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

package io.github.azurepostgrestls.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;

import javax.net.ssl.SSLSocket;

/**
 * An SSLSocket that is layered over a connection: that is where it leaves all that
 * concerns TCP.
 *
 * @author the azure-postgres-tls contributors
 */
abstract class LayeredSocket extends SSLSocket {

	private final GuardedSocket connection;

	LayeredSocket(GuardedSocket connection) {
		this.connection = connection;
	}

	@Override
	public void bind(SocketAddress address) throws IOException {
		this.connection.bind(address);
	}

	@Override
	public void connect(SocketAddress endpoint) throws IOException {
		this.connection.connect(endpoint);
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		this.connection.connect(endpoint, timeout);
	}

	@Override
	public SocketChannel getChannel() {
		return this.connection.getChannel();
	}

	@Override
	public InetAddress getInetAddress() {
		return this.connection.getInetAddress();
	}

	@Override
	public boolean getKeepAlive() throws SocketException {
		return this.connection.getKeepAlive();
	}

	@Override
	public InetAddress getLocalAddress() {
		return this.connection.getLocalAddress();
	}

	@Override
	public int getLocalPort() {
		return this.connection.getLocalPort();
	}

	@Override
	public SocketAddress getLocalSocketAddress() {
		return this.connection.getLocalSocketAddress();
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return this.connection.getOption(name);
	}

	@Override
	public int getPort() {
		return this.connection.getPort();
	}

	@Override
	public int getReceiveBufferSize() throws SocketException {
		return this.connection.getReceiveBufferSize();
	}

	@Override
	public SocketAddress getRemoteSocketAddress() {
		return this.connection.getRemoteSocketAddress();
	}

	@Override
	public boolean getReuseAddress() throws SocketException {
		return this.connection.getReuseAddress();
	}

	@Override
	public int getSendBufferSize() throws SocketException {
		return this.connection.getSendBufferSize();
	}

	@Override
	public int getSoLinger() throws SocketException {
		return this.connection.getSoLinger();
	}

	@Override
	public int getSoTimeout() throws SocketException {
		return this.connection.getSoTimeout();
	}

	@Override
	public boolean getTcpNoDelay() throws SocketException {
		return this.connection.getTcpNoDelay();
	}

	@Override
	public int getTrafficClass() throws SocketException {
		return this.connection.getTrafficClass();
	}

	@Override
	public boolean isBound() {
		return this.connection.isBound();
	}

	@Override
	public boolean isClosed() {
		return this.connection.isClosed();
	}

	@Override
	public boolean isConnected() {
		return this.connection.isConnected();
	}

	@Override
	public boolean isInputShutdown() {
		return this.connection.isInputShutdown();
	}

	@Override
	public boolean isOutputShutdown() {
		return this.connection.isOutputShutdown();
	}

	@Override
	public void setKeepAlive(boolean on) throws SocketException {
		this.connection.setKeepAlive(on);
	}

	@Override
	public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
		this.connection.setOption(name, value);
		return this;
	}

	@Override
	public void setReceiveBufferSize(int size) throws SocketException {
		this.connection.setReceiveBufferSize(size);
	}

	@Override
	public void setReuseAddress(boolean on) throws SocketException {
		this.connection.setReuseAddress(on);
	}

	@Override
	public void setSendBufferSize(int size) throws SocketException {
		this.connection.setSendBufferSize(size);
	}

	@Override
	public void setSoLinger(boolean on, int linger) throws SocketException {
		this.connection.setSoLinger(on, linger);
	}

	@Override
	public void setSoTimeout(int timeout) throws SocketException {
		this.connection.setSoTimeout(timeout);
	}

	@Override
	public void setTcpNoDelay(boolean on) throws SocketException {
		this.connection.setTcpNoDelay(on);
	}

	@Override
	public void setTrafficClass(int trafficClass) throws SocketException {
		this.connection.setTrafficClass(trafficClass);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return this.connection.supportedOptions();
	}

}

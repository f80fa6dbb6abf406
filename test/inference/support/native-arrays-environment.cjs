// Jest gives each test file its own Float32Array, but onnxruntime-node's native half makes arrays of Node's own;
// onnxruntime's check of its outputs then fails although nothing is wrong. Files that use it share Node's arrays.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class NativeArraysEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { Float32Array, Float64Array, Uint8Array, ArrayBuffer });
  }
};

/* HMAC (RFC 2104) with SHA-256: CryptoJS.HmacSHA256(message, key). The hash itself is in sha256.js. */
(function (root) {
  'use strict';

  var CryptoJS = root.CryptoJS = root.CryptoJS || {};
  var BLOCK = 64;

  function concat(first, second) {
    var both = new Uint8Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    return both;
  }

  CryptoJS.HmacSHA256 = function (message, key) {
    var bytes = CryptoJS.lib.bytesOf(key);
    if (bytes.length > BLOCK) {
      bytes = CryptoJS.SHA256(bytes).bytes;
    }
    var inner = new Uint8Array(BLOCK), outer = new Uint8Array(BLOCK);
    for (var i = 0; i < BLOCK; i++) {
      var part = i < bytes.length ? bytes[i] : 0;
      inner[i] = part ^ 0x36;
      outer[i] = part ^ 0x5c;
    }
    var hashed = CryptoJS.SHA256(concat(inner, CryptoJS.lib.bytesOf(message)));
    return CryptoJS.SHA256(concat(outer, hashed.bytes));
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);

/* SHA-256 (FIPS 180-4) under the names by which web pages know it: CryptoJS.SHA256, CryptoJS.enc.Hex, CryptoJS.enc.Utf8. */
(function (root) {
  'use strict';

  var CryptoJS = root.CryptoJS = root.CryptoJS || {};
  CryptoJS.enc = CryptoJS.enc || {};
  if (CryptoJS.SHA256) {
    return;
  }

  var K = [], H = [];
  (function () {
    // The first 32 bits of the fractional parts of the cube and square roots of the first primes.
    function fraction(value) {
      return ((value - Math.floor(value)) * 0x100000000) | 0;
    }
    for (var candidate = 2; K.length < 64; candidate++) {
      var isPrime = true;
      for (var factor = 2; factor * factor <= candidate; factor++) {
        isPrime = isPrime && candidate % factor !== 0;
      }
      if (isPrime) {
        if (H.length < 8) {
          H.push(fraction(Math.pow(candidate, 1 / 2)));
        }
        K.push(fraction(Math.pow(candidate, 1 / 3)));
      }
    }
  })();

  function rotate(word, count) {
    return (word >>> count) | (word << (32 - count));
  }

  function digest(bytes) {
    var length = bytes.length;
    var padded = new Uint8Array(((length + 8) >> 6 << 6) + 64);
    padded.set(bytes);
    padded[length] = 0x80;
    var view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(length / 0x20000000));
    view.setUint32(padded.length - 4, (length << 3) >>> 0);
    var hash = H.slice(), w = new Int32Array(64);
    for (var start = 0; start < padded.length; start += 64) {
      for (var i = 0; i < 64; i++) {
        if (i < 16) {
          w[i] = view.getInt32(start + i * 4);
        } else {
          var x = w[i - 15], y = w[i - 2];
          w[i] = w[i - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3))
            + w[i - 7] + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10));
        }
      }
      var a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7];
      for (i = 0; i < 64; i++) {
        var t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        var t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      var words = [a, b, c, d, e, f, g, h];
      for (i = 0; i < 8; i++) {
        hash[i] = (hash[i] + words[i]) | 0;
      }
    }
    var result = new Uint8Array(32), out = new DataView(result.buffer);
    for (i = 0; i < 8; i++) {
      out.setInt32(i * 4, hash[i]);
    }
    return result;
  }

  function Bytes(bytes) {
    this.bytes = bytes;
  }
  Bytes.prototype.toString = function (encoder) {
    return (encoder || CryptoJS.enc.Hex).stringify(this);
  };

  CryptoJS.lib = CryptoJS.lib || {};
  CryptoJS.lib.create = function (bytes) {
    return new Bytes(bytes);
  };
  /* Text is UTF-8; bytes, and what a hash gave, are taken as they are. */
  CryptoJS.lib.bytesOf = function (message) {
    if (message instanceof Bytes) {
      return message.bytes;
    }
    if (message instanceof ArrayBuffer) {
      return new Uint8Array(message);
    }
    if (ArrayBuffer.isView(message)) {
      return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
    }
    return new TextEncoder().encode(message === undefined || message === null ? '' : String(message));
  };
  CryptoJS.enc.Hex = {
    stringify: function (value) {
      var text = '';
      for (var i = 0; i < value.bytes.length; i++) {
        text += (value.bytes[i] < 16 ? '0' : '') + value.bytes[i].toString(16);
      }
      return text;
    }
  };
  CryptoJS.enc.Utf8 = {
    parse: function (text) {
      return new Bytes(CryptoJS.lib.bytesOf(text));
    },
    stringify: function (value) {
      return new TextDecoder().decode(value.bytes);
    }
  };
  CryptoJS.SHA256 = function (message) {
    return new Bytes(digest(CryptoJS.lib.bytesOf(message)));
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);

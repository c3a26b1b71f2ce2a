/* HMAC in steps: CryptoJS.algo.HMAC.create(key).update(part).finalize(). */
(function (root) {
  'use strict';

  var CryptoJS = root.CryptoJS = root.CryptoJS || {};
  CryptoJS.algo = CryptoJS.algo || {};
  CryptoJS.algo.HMAC = {
    create: function (key) {
      var parts = [], length = 0;
      var hmac = {
        update: function (part) {
          var bytes = CryptoJS.lib.bytesOf(part);
          parts.push(bytes);
          length += bytes.length;
          return hmac;
        },
        finalize: function (part) {
          if (part !== undefined) {
            hmac.update(part);
          }
          var message = new Uint8Array(length), at = 0;
          parts.forEach(function (bytes) {
            message.set(bytes, at);
            at += bytes.length;
          });
          return CryptoJS.HmacSHA256(message, key);
        }
      };
      return hmac;
    }
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);

/* CryptoJS.enc.Base64 (RFC 4648). */
(function (root) {
  'use strict';

  var CryptoJS = root.CryptoJS = root.CryptoJS || {};
  CryptoJS.enc = CryptoJS.enc || {};
  CryptoJS.enc.Base64 = {
    stringify: function (value) {
      var text = '';
      for (var i = 0; i < value.bytes.length; i++) {
        text += String.fromCharCode(value.bytes[i]);
      }
      return btoa(text);
    },
    parse: function (text) {
      var binary = atob(text), bytes = new Uint8Array(binary.length);
      for (var i = 0; i < binary.length; i++) {
        bytes[i] = binary.charCodeAt(i);
      }
      return CryptoJS.lib.create(bytes);
    }
  };
})(typeof globalThis !== 'undefined' ? globalThis : window);

/* Path templates: {name} is one segment, {name+} any number of them. */
(function (root) {
  'use strict';

  function encode(value) {
    return encodeURIComponent(value).replace(/[!'()*]/g, function (mark) {
      return '%' + mark.charCodeAt(0).toString(16).toUpperCase();
    });
  }

  function segment(name, value) {
    // A browser would resolve such a segment, and the call would reach another route.
    if (value === '.' || value === '..') {
      throw new Error('The path parameter ' + name + ' must not be ' + value);
    }
    return encode(value);
  }

  root.uritemplate = function (template) {
    return {
      expand: function (values) {
        return template.split('/').map(function (part) {
          if (part.charAt(0) !== '{' || part.charAt(part.length - 1) !== '}') {
            return part.split('%').map(encode).join('%');
          }
          var isGreedy = part.charAt(part.length - 2) === '+';
          var name = part.slice(1, isGreedy ? -2 : -1);
          var value = values === undefined ? undefined : values[name];
          if (value === undefined || value === null || String(value) === '') {
            throw new Error('The path parameter ' + name + ' must have a value');
          }
          return isGreedy
            ? String(value).split('/').map(function (piece) { return segment(name, piece); }).join('/')
            : segment(name, String(value));
        }).join('/');
      }
    };
  };
  root.uritemplate.encode = encode;
})(typeof globalThis !== 'undefined' ? globalThis : window);

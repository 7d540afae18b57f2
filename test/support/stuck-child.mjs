// An import child that hangs on `close` and dies of everything else.
process.on('message', ({ request }) => {
  if (request.type === 'close') for (;;);
  else process.exit(9);
});

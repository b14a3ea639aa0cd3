throw new Error('Never starts');
